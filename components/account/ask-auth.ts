import { z } from "zod";
import { parseJson } from "@/lib/domain/json";

const Answer = z.object({ message: z.string().optional(), url: z.string().optional() });

export type AuthAnswer = {
  /** Null: it went well. */
  readonly problem: string | null;
  /** Where to go on; null: nowhere else. */
  readonly url: string | null;
};

/** Signs in, up or out; never rejects. */
export async function askAuth(
  path: string,
  body: Readonly<Record<string, string | boolean>>,
): Promise<AuthAnswer> {
  try {
    const response = await fetch(`/api/auth${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer = parseJson(await response.text(), Answer);
    const said = answer.ok ? answer.value : {};
    if (response.ok) return { problem: null, url: said.url ?? null };
    return { problem: said.message ?? "That did not work. Try again.", url: null };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { problem: `That did not reach the server. Try again. (${detail})`, url: null };
  }
}
