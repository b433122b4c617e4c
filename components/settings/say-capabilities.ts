import type { Capabilities } from "@/lib/domain/connection";

/** What a test found, in a sentence; `models` null or absent: the server gave no list. */
export function sayCapabilities(
  { seconds, structuredOutput, logprobs, temperature, seed }: Capabilities,
  models?: readonly string[] | null,
): string {
  const supported = [
    ...(structuredOutput ? ["structured output"] : []),
    ...(logprobs ? ["log-probabilities"] : []),
    ...(seed ? ["seed"] : []),
    ...(temperature ? ["temperature"] : []),
  ];
  const missing = [
    ...(structuredOutput ? [] : ["structured output (answers are read from text)"]),
    ...(logprobs ? [] : ["log-probabilities (judges are asked several times instead)"]),
  ];
  const parts = [
    `answered in ${Math.max(seconds, 0.1).toFixed(1)} s`,
    supported.length === 0 ? "" : `supports ${supported.join(", ")}`,
    missing.length === 0 ? "" : `without ${missing.join(", ")}`,
    models ? `${models.length} models offered` : "",
  ];
  return `Works: ${parts.filter((part) => part !== "").join(" · ")}.`;
}
