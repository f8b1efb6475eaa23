export { PersistentEngine } from "./engine.ts";
export { EngineState } from "./state.ts";
export { type StepOutputs, type StepResult, step } from "./step.ts";
