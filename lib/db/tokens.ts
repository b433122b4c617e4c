import { createHash, randomBytes } from "node:crypto";

/** A secret that is shown once, and what is kept of it. 256 random bits need no slow hash. */
export function newToken(prefix: string): { readonly token: string; readonly tokenHash: string } {
  const token = `${prefix}${randomBytes(32).toString("base64url")}`;
  return { token, tokenHash: hashToken(token) };
}

export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");
