// Compiled in an empty project without any @types: the declarations must stand on their own.
import * as core from "tidemark";
import * as combine from "tidemark/combine";
import * as luxon from "tidemark/luxon";
import * as panes from "tidemark/panes";
import * as persistent from "tidemark/persistent";
import * as state from "tidemark/state";
import * as testing from "tidemark/testing";
import * as text from "tidemark/text";
import * as triggers from "tidemark/triggers";
import * as watermark from "tidemark/watermark";
import * as web from "tidemark/web";
import * as windows from "tidemark/windows";

export const modules: object[] = [
  core,
  combine,
  luxon,
  panes,
  persistent,
  state,
  testing,
  text,
  triggers,
  watermark,
  web,
  windows,
];
