export { PersistentEngine } from "./engine.ts";
export { EngineState } from "./state.ts";
export { look, type StepOutputs, type StepResult, step } from "./step.ts";
