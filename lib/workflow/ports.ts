import type { ProjectId } from "@/lib/domain/ids";
import type { LlmClient } from "@/lib/llm/client";
import type { Sandbox } from "@/lib/sandbox/sandbox";

/** What costs money, takes time or may answer differently tomorrow. Everything else is imported. */
export type Ports = {
  readonly sandbox: Sandbox;
  /** Null: no model is connected. Asked each time, since the person may connect one at any moment. */
  readonly connectedModel: (projectId: ProjectId) => Promise<LlmClient | null>;
  readonly now: () => Date;
};
