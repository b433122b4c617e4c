import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { env } from "@/lib/env";

const VERSION = "v1";

function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "touchstone", "keys at rest", 32));
}

/** What signs session cookies: another key out of the same secret. */
export const sessionSecret = (): string =>
  Buffer.from(hkdfSync("sha256", secretOrThrow(), "touchstone", "sessions", 32)).toString("base64");

/** What whoever makes the first account has to know: it stands in what the server prints, and nowhere else. */
export const firstAccountKey = (): string =>
  Buffer.from(hkdfSync("sha256", secretOrThrow(), "touchstone", "first account", 24)).toString("base64url");

/** Whether somebody who comes before there are accounts may make the first one. */
export const isFirstAccountKey = (key: string): boolean => isSame(key, firstAccountKey());

/** In a time that does not tell how much of it is right. */
function isSame(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** By what comes back from outside is known as the server's own (HMAC-SHA-256). */
export const sign = (text: string): string =>
  createHmac("sha256", Buffer.from(hkdfSync("sha256", secretOrThrow(), "touchstone", "signatures", 32)))
    .update(text)
    .digest("base64url");

export const isSigned = (text: string, signature: string): boolean => isSame(signature, sign(text));

function secretOrThrow(): string {
  if (env.TOUCHSTONE_SECRET === undefined) {
    throw new Error(
      "TOUCHSTONE_SECRET is not set, so nothing can be encrypted or signed. `npm start` sets it; on a server set it yourself.",
    );
  }
  return env.TOUCHSTONE_SECRET;
}

/** Encrypts with AES-256-GCM under the installation's secret. */
export function seal(text: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyOf(secretOrThrow()), nonce);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return [
    VERSION,
    nonce.toString("base64"),
    cipher.getAuthTag().toString("base64"),
    sealed.toString("base64"),
  ].join(".");
}

/** Null: it was sealed under another secret, or is damaged; the person has to enter it again. */
export function unseal(box: string): string | null {
  const [version, nonce = "", tag = "", sealed = ""] = box.split(".");
  if (version !== VERSION) return null;
  try {
    const decipher = createDecipheriv("aes-256-gcm", keyOf(secretOrThrow()), Buffer.from(nonce, "base64"), {
      authTagLength: 16,
    });
    decipher.setAuthTag(Buffer.from(tag, "base64"));
    return Buffer.concat([decipher.update(Buffer.from(sealed, "base64")), decipher.final()]).toString("utf8");
  } catch (error) {
    // GCM says only that the box does not open.
    if (error instanceof Error && /authenticate|Invalid/i.test(error.message)) return null;
    throw error;
  }
}
