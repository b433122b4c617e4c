"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field, Select, TextInput } from "@/components/ui/field";
import { useAction } from "@/components/ui/use-action";
import { dropApiTokenAction, makeApiTokenAction } from "@/lib/actions/account";
import type { TokenScope } from "@/lib/domain/access";

export type TokenEntry = {
  readonly id: string;
  readonly name: string;
  readonly hint: string;
  readonly scopes: readonly TokenScope[];
  readonly projectName: string | null;
  readonly lastUsedAt: Date | null;
  /** Null: it does not end by itself. */
  readonly expiresAt: Date | null;
};

const SCOPES: readonly { readonly scope: TokenScope; readonly says: string }[] = [
  {
    scope: "read",
    says: "read evaluators, the drift report and changes; of editors also grades and the audit log",
  },
  { scope: "grade", says: "send grades" },
  { scope: "publish", says: "publish evaluators" },
];

const DAYS = [30, 90, 365];

type Projects = readonly { readonly id: string; readonly name: string }[];

/** Tokens with which programs act for this person. */
export function TokenSection({
  tokens,
  projects,
}: {
  readonly tokens: readonly TokenEntry[];
  readonly projects: Projects;
}) {
  return (
    <section aria-labelledby="tokens" className="flex flex-col gap-3">
      <h2 id="tokens">API tokens</h2>
      <p className="text-muted">
        A program sends one as “Authorization: Bearer …”. It may what you may, within the scopes you choose.
      </p>
      {tokens.length > 0 && (
        <ul className="divide-y divide-line border-y border-line">
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} />
          ))}
        </ul>
      )}
      <NewToken projects={projects} />
    </section>
  );
}

function TokenRow({ token }: { readonly token: TokenEntry }) {
  const drop = useAction(dropApiTokenAction);
  const used = token.lastUsedAt?.toISOString().slice(0, 10);
  const until = token.expiresAt?.toISOString().slice(0, 10);
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 py-2">
      <span className="min-w-0 flex-1 basis-52 text-sm break-words">
        {`${token.name} (…${token.hint})`}
        <span className="block text-muted">
          {`${token.scopes.join(", ")} · ${token.projectName ?? "all your projects"} · ${used === undefined ? "never used" : `last used ${used}`} · ${until === undefined ? "does not end by itself" : `until ${until}`}`}
        </span>
      </span>
      <Button
        size="sm"
        variant="danger"
        disabled={drop.isPending}
        aria-label={`Revoke ${token.name}`}
        onClick={() => drop.start({ id: token.id })}
      >
        Revoke
      </Button>
    </li>
  );
}

function NewToken({ projects }: { readonly projects: Projects }) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly TokenScope[]>(["read"]);
  const [projectId, setProjectId] = useState("");
  const [days, setDays] = useState<number | null>(90);
  const [made, setMade] = useState<string | null>(null);
  const make = useAction(makeApiTokenAction);
  return (
    <form
      className="flex flex-col items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        const wish = { name, scopes: [...scopes], projectId: projectId === "" ? null : projectId, days };
        make.start(wish, (result) => {
          if (!result.ok) return;
          setMade(result.value.token);
          setName("");
        });
      }}
    >
      <div className="flex flex-wrap gap-3">
        <Field label="Name of the token">
          <TextInput
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field label="For">
          <Select value={projectId} onChange={(event) => setProjectId(event.target.value)}>
            <option value="">all your projects</option>
            {projects.map((project) => (
              <option key={project.id} value={project.id}>
                {project.name}
              </option>
            ))}
          </Select>
        </Field>
        <Ends days={days} onChange={setDays} />
      </div>
      <Scopes
        chosen={scopes}
        onToggle={(scope) =>
          setScopes(scopes.includes(scope) ? scopes.filter((other) => other !== scope) : [...scopes, scope])
        }
      />
      {make.problem !== null && (
        <p role="alert" className="text-bad">
          {make.problem}
        </p>
      )}
      <Button type="submit" disabled={make.isPending || scopes.length === 0}>
        Make a token
      </Button>
      {made !== null && (
        <p role="status" className="max-w-full rounded-md border border-line p-3">
          Copy it now; it is not shown again.
          <code className="block break-all">{made}</code>
          <CopyButton text={made} what="the token" />
        </p>
      )}
    </form>
  );
}

function Ends({
  days,
  onChange,
}: {
  readonly days: number | null;
  readonly onChange: (days: number | null) => void;
}) {
  return (
    <Field label="Ends">
      <Select
        value={days ?? ""}
        onChange={({ target: { value } }) => onChange(value === "" ? null : Number(value))}
      >
        {DAYS.map((option) => (
          <option key={option} value={option}>{`after ${option} days`}</option>
        ))}
        <option value="">when you revoke it</option>
      </Select>
    </Field>
  );
}

function Scopes({
  chosen,
  onToggle,
}: {
  readonly chosen: readonly TokenScope[];
  readonly onToggle: (scope: TokenScope) => void;
}) {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="text-sm font-medium">It may</legend>
      {SCOPES.map(({ scope, says }) => (
        <label key={scope} className="flex items-center gap-2">
          <input type="checkbox" checked={chosen.includes(scope)} onChange={() => onToggle(scope)} />
          {says}
        </label>
      ))}
    </fieldset>
  );
}
