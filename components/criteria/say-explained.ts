import type { Ratio } from "@/lib/domain/ratio";

/** "12 of 15 bad outputs are explained by your criteria, 3 are not." */
export function sayExplained({ count, of }: Ratio): string {
  const rest = of - count;
  const verb = (n: number) => (n === 1 ? "is" : "are");
  return `${count} of ${of} bad output${of === 1 ? "" : "s"} ${verb(count)} explained by your criteria${rest === 0 ? "." : `, ${rest} ${verb(rest)} not.`}`;
}
