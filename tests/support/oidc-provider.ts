import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { createServer } from "node:http";

export const CLIENT_ID = "touchstone";

export type Claims = {
  readonly sub: string;
  readonly email: string;
  readonly email_verified: boolean;
  readonly name: string;
  readonly nonce: string;
};

export type OidcProvider = {
  readonly issuer: string;
  /** What the provider says of whoever comes back with this code, signed by itself or (`forged`) by somebody else. */
  readonly vouch: (code: string, claims: Claims, forged?: boolean) => void;
  readonly stop: () => void;
};

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

function tokenOf(claims: object, key: KeyObject): string {
  const text = `${part({ alg: "RS256", kid: "one", typ: "JWT" })}.${part(claims)}`;
  return `${text}.${sign("sha256", Buffer.from(text), key).toString("base64url")}`;
}

const newKeys = () => generateKeyPairSync("rsa", { modulusLength: 2048 });

/** An OpenID Connect provider that vouches for whom a test says, on a port of its own. */
export async function startOidcProvider(): Promise<OidcProvider> {
  const keys = newKeys();
  const strange = newKeys();
  const answers = new Map<string, string>();
  let issuer = "";
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece: Buffer) => (body += piece.toString()));
    request.on("end", () => {
      const answer = answerTo(request.url ?? "", new URLSearchParams(body));
      response.writeHead(answer === null ? 400 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(answer ?? { error: "invalid_grant" }));
    });
  });
  const answerTo = (url: string, form: URLSearchParams): object | null => {
    if (url === "/jwks")
      return {
        keys: [{ ...keys.publicKey.export({ format: "jwk" }), kid: "one", alg: "RS256", use: "sig" }],
      };
    if (url === "/token") {
      const idToken = answers.get(form.get("code") ?? "");
      return idToken === undefined
        ? null
        : { access_token: "access", token_type: "Bearer", expires_in: 60, id_token: idToken };
    }
    return {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      id_token_signing_alg_values_supported: ["RS256"],
    };
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("It listens on no port.");
  issuer = `http://127.0.0.1:${address.port}`;
  return {
    issuer,
    vouch: (code, claims, forged = false) => {
      const now = Math.floor(Date.now() / 1_000);
      const all = { ...claims, iss: issuer, aud: CLIENT_ID, iat: now, exp: now + 60 };
      answers.set(code, tokenOf(all, forged ? strange.privateKey : keys.privateKey));
    },
    stop: () => server.close(),
  };
}
