import clsx from "clsx";
import Link from "next/link";
import type { ComponentProps } from "react";

type Look = { readonly variant?: "primary" | "secondary" | "ghost" | "danger"; readonly size?: "sm" | "md" };

const VARIANTS = {
  primary: "bg-accent text-accent-text hover:opacity-90",
  secondary: "border border-line bg-surface hover:bg-raised",
  ghost: "hover:bg-raised",
  danger: "border border-bad text-bad hover:bg-raised",
} as const;

const SIZES = { sm: "min-h-8 px-2.5 text-sm", md: "min-h-10 px-4" } as const;

const look = ({ variant = "secondary", size = "md" }: Look) =>
  clsx(
    "inline-flex cursor-pointer items-center justify-center gap-2 rounded-md font-medium no-underline disabled:cursor-not-allowed disabled:opacity-55",
    VARIANTS[variant],
    SIZES[size],
  );

export function Button({
  variant,
  size,
  className,
  type = "button",
  ...rest
}: Look & ComponentProps<"button">) {
  return (
    <button
      type={type}
      className={clsx(look({ ...(variant && { variant }), ...(size && { size }) }), className)}
      {...rest}
    />
  );
}

/** A link that looks like a button: it goes somewhere, it does nothing. */
export function ButtonLink({ variant, size, className, ...rest }: Look & ComponentProps<typeof Link>) {
  return (
    <Link
      className={clsx(look({ ...(variant && { variant }), ...(size && { size }) }), className)}
      {...rest}
    />
  );
}
