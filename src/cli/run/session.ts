import type { Dropped } from "../../panes/dropped.ts";
import { Engine } from "../../panes/engine.ts";
import type { Output } from "../../panes/output.ts";
import { restoreEngine, takeSnapshot } from "../../state/snapshot.ts";
import { formatInstant, MAX_TIMESTAMP } from "../../watermark/time.ts";
import { traced } from "../../why/trace.ts";
import { BadInput } from "../bad-input.ts";
import { type InputFormat, type Row, type RowHandler, shown } from "../input/index.ts";
import {
  type OutputPlan,
  type PaneWriter,
  paneWriter,
  type ResultPane,
  unitOfWindows,
} from "../output/index.ts";
import type { TextOutput } from "../output/text-output.ts";
import type { Results, RowValue } from "./aggregates.ts";
import { BadRows } from "./bad-rows.ts";
import { type Element, ElementReader } from "./element-reader.ts";
import { LateFile } from "./late-file.ts";
import { type RowWatermark, startWatermark } from "./row-watermark.ts";
import { identityOf, type RunSettings } from "./settings.ts";
import { type RunState, readingState } from "./snapshot-file.ts";
import { explanationText } from "./explanation.ts";
import { summaryText } from "./summary.ts";
import { Tally } from "./tally.ts";
import { Tracing } from "./tracing.ts";

/**
 * One run over one input: rows in, panes out. Each row is one bundle: processing time moves to its
 * arrival, the row is added, and then the watermark moves to what it is after that row.
 */
export class Session implements RowHandler, Output<string, RowValue, Results> {
  readonly elements: ElementReader;
  private readonly settings: RunSettings;
  private readonly out: TextOutput;
  private readonly engine: Engine<string, RowValue, Results>;
  private readonly watermark: RowWatermark;
  private readonly tally: Tally = new Tally();
  private readonly plan: OutputPlan;
  private readonly writer: PaneWriter;
  private readonly badRows: BadRows;
  private readonly lateFile: LateFile | null;
  private readonly tracing: Tracing | null;
  private hasHeader = false;
  /** The row that is being added, which is the one that may be dropped. */
  private current: Row | null = null;
  /** The rows so far if they are to be sorted. */
  private unsorted: Element[] = [];

  constructor(
    settings: RunSettings,
    format: InputFormat,
    out: TextOutput,
    resumed: RunState | null,
  ) {
    const { strategy, key, aggregates } = settings;
    this.settings = settings;
    this.out = out;
    this.elements = new ElementReader(settings);
    this.plan = {
      keyColumns: key,
      labels: aggregates.labels,
      unitMs: unitOfWindows(strategy.windows),
      retracts: strategy.accumulation === "retracting",
    };
    this.writer = paneWriter(settings.output, this.plan);
    this.watermark = startWatermark(settings.watermark);
    const { trace, why } = settings;
    this.tracing = trace === null && why === null ? null : new Tracing(trace, why);
    this.engine =
      resumed === null
        ? this.started()
        : readingState(settings.resume ?? "", () => this.restored(resumed));
    this.badRows = new BadRows(settings.skipsBadRows, settings.badFile);
    try {
      this.lateFile = settings.lateFile === null ? null : new LateFile(settings.lateFile, format);
    } catch (error) {
      this.badRows.abandon();
      throw error;
    }
  }

  get rows(): number {
    return this.tally.rows;
  }

  onHeader(raw: string): void {
    this.lateFile?.header(raw);
  }

  onBadRow(problem: BadInput, raw: string): void {
    this.tally.rows += 1;
    this.tally.bad += 1;
    this.badRows.take(problem, raw);
  }

  onRow(row: Row): void {
    const element = this.elements.read(row);
    if (element instanceof BadInput) {
      this.onBadRow(element, row.raw);
    } else if (this.settings.sortsArrival) {
      this.unsorted.push(element);
    } else {
      this.add(element);
    }
  }

  onPane(pane: ResultPane): void {
    this.writeHeader();
    this.out.write(this.writer.line(pane));
  }

  onDropped(dropped: Dropped<string, RowValue>): void {
    this.tally.onDropped(dropped);
    if (this.current !== null) this.lateFile?.write(this.current, dropped);
  }

  /** The input has ended: adds rows that had to be sorted, and ends time unless there is more to come. */
  end(endsTime: boolean): void {
    const elements = this.unsorted.sort((a, b) => (a.arrival as number) - (b.arrival as number));
    this.unsorted = [];
    for (const element of elements) this.add(element);
    if (!endsTime) return;
    this.engine.advanceWatermark(MAX_TIMESTAMP);
    this.writeHeader();
  }

  /** Puts the files in their places. */
  complete(): void {
    this.tracing?.complete();
    this.lateFile?.complete();
    this.badRows.complete();
  }

  /** Leaves no unfinished file behind. */
  abandon(): void {
    this.tracing?.abandon();
    this.lateFile?.abandon();
    this.badRows.abandon();
  }

  summary(): string {
    const { settings, plan } = this;
    return summaryText(this.tally, this.engine.counters, {
      latenessMs: settings.strategy.allowedLatenessMs,
      watermark: settings.watermark.text,
      trigger: String(settings.strategy.trigger),
      hasArrival: settings.arrival !== null,
      unitMs: plan.unitMs,
    });
  }

  /** What was asked about some windows. */
  story(): string {
    return this.tracing?.text() ?? "";
  }

  explanation(): string {
    return explanationText(this.engine.plan, this.engine.work, this.engine.counters.read);
  }

  state(): RunState {
    return {
      options: identityOf(this.settings),
      engine: takeSnapshot(this.engine),
      watermark: this.watermark.save(),
      tally: this.tally.save(),
      hasHeader: this.hasHeader,
      writer: this.writer.save(),
    };
  }

  private started(): Engine<string, RowValue, Results> {
    const { tracing } = this;
    const { strategy } = this.settings;
    if (tracing === null) return new Engine(strategy, this);
    return traced(strategy, this, (event) => tracing.onEvent(event));
  }

  private add(element: Element): void {
    const { engine, tally } = this;
    const { row, key, value, timestamp, arrival } = element;
    if (arrival !== null && arrival !== engine.processingTime) {
      if (arrival < engine.processingTime) {
        this.onBadRow(this.outOfOrder(row), row.raw);
        return;
      }
      engine.advanceProcessingTime(arrival);
    }
    tally.rows += 1;
    tally.beforeRow(timestamp, engine.watermark);
    this.current = row;
    engine.add(key, value, timestamp);
    this.current = null;
    const watermark = this.watermark.after(element);
    if (watermark !== null && watermark !== engine.watermark) engine.advanceWatermark(watermark);
    tally.afterRow(arrival, engine.watermark);
  }

  private outOfOrder({ line, cells }: Row): BadInput {
    const column = this.settings.arrival as string;
    const cell = cells[this.elements.columns.indexOf(column, 1)];
    const before = this.engine.processingTime;
    return new BadInput(
      `the arrival ${shown(String(cell))} is before that of a row above it, ${formatInstant(before)}`,
      `sort the file by ${column}, or give --sort-arrival, which loads it whole`,
      { file: this.settings.fileName, line, column },
    );
  }

  private writeHeader(): void {
    if (this.hasHeader) return;
    this.hasHeader = true;
    this.out.write(this.writer.header);
  }

  private restored(resumed: RunState): Engine<string, RowValue, Results> {
    this.watermark.load(resumed.watermark);
    this.tally.load(resumed.tally);
    this.writer.load(resumed.writer);
    this.hasHeader = resumed.hasHeader;
    return restoreEngine<string, RowValue, Results>(this.settings.strategy, resumed.engine, this);
  }
}
