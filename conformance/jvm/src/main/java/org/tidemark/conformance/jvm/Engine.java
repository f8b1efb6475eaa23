package org.tidemark.conformance.jvm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** An engine that can run cases one after the other. */
interface Engine {
  String name();

  String version();

  ObjectNode capabilities();

  /** One observation for each step of the case. Throws {@link Unsupported}. */
  ArrayNode run(JsonNode spec) throws Exception;
}
