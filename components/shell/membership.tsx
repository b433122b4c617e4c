"use client";
import { createContext, useContext, type ReactNode } from "react";
import { covers, LOCAL_PERSON, type Role } from "@/lib/domain/access";
import { cutAtMentions } from "@/lib/domain/mentions";

type Membership = {
  readonly role: Role;
  /** The id of whoever looks. */
  readonly me: string;
  /** The names of people by the ids that stand in what they did; who came with an import is not among them. */
  readonly names: ReadonlyMap<string, string>;
  /** Whether changes of assertions and selections need somebody else's approval: then they are proposed. */
  readonly isReviewRequired: boolean;
};

const MembershipContext = createContext<Membership>({
  ...{ role: "owner", me: LOCAL_PERSON.id, names: new Map(), isReviewRequired: false },
});

/** What the pages of a project know of whoever looks at them. */
export function MembershipProvider({
  children,
  ...membership
}: Membership & { readonly children: ReactNode }) {
  return <MembershipContext value={membership}>{children}</MembershipContext>;
}

/** Whether the part that this person has in the project suffices. The server asks anew. */
export const useMay = (need: Role): boolean => covers(useContext(MembershipContext).role, need);

/** The id of the person who looks; what a browser keeps for one is not another's. */
export const useMe = (): string => useContext(MembershipContext).me;
/** Whether a change has to be proposed. The server asks anew. */
export const useReviewRequired = (): boolean => useContext(MembershipContext).isReviewRequired;

const NEEDED = {
  viewer: "a viewer",
  grader: "a grader",
  editor: "an editor",
  owner: "an owner",
} as const satisfies Record<Role, string>;

/** Controls for those who may use them; everybody else sees them switched off, and why. The server asks anew. */
export function Reserved({ need, children }: { readonly need: Role; readonly children: ReactNode }) {
  if (useMay(need)) return children;
  return (
    <>
      <p className="my-2 text-sm text-muted">{`To change this takes ${NEEDED[need]} of the project.`}</p>
      <fieldset disabled className="min-w-0">
        {children}
      </fieldset>
    </>
  );
}

/** What others do not see at all. */
export function OnlyFor({ need, children }: { readonly need: Role; readonly children: ReactNode }) {
  return covers(useContext(MembershipContext).role, need) ? children : null;
}

/** The names of those who can be told something, each once, sorted. */
export const useNames = (): readonly string[] =>
  [...new Set(useContext(MembershipContext).names.values())].toSorted((a, b) => a.localeCompare(b));

/** What somebody wrote, with those whom it names standing out. */
export function WithMentions({ children }: { readonly children: string }) {
  const { names } = useContext(MembershipContext);
  return cutAtMentions(children, names).map(({ text, person }, i) =>
    person === null ? (
      text
    ) : (
      <strong key={i} className="font-medium text-accent">
        {text}
      </strong>
    ),
  );
}

/**
 * A text with names in the place of ids of people. The id of who works without accounts is a word like any other: it is
 * a person only where it stands alone.
 */
export function Named({ children }: { readonly children: string }) {
  const { me, names } = useContext(MembershipContext);
  if (children === LOCAL_PERSON.id && me === LOCAL_PERSON.id) return "you";
  let text = children;
  for (const [id, name] of names) text = text.replaceAll(id, name);
  return text;
}
