export {
  type Confidence,
  percentile,
  type PercentileGenerator,
  type PercentileOptions,
  type PercentileStrategy,
} from "./percentile.ts";
