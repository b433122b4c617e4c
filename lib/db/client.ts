import { PrismaPg } from "@prisma/adapter-pg";
import { Pool } from "pg";
import { env } from "@/lib/env";
import { PrismaClient } from "./generated/client";

const remembered = globalThis as typeof globalThis & { touchstonePool?: Pool; touchstoneDb?: PrismaClient };

/** Kept on globalThis so that a hot reload in development reuses the connections. For what Prisma cannot say well: bulk. */
export const pool = (remembered.touchstonePool ??= new Pool({ connectionString: env.DATABASE_URL, max: 12 }));

/** Everything else goes through Prisma, over the same connections. */
export const db = (remembered.touchstoneDb ??= new PrismaClient({ adapter: new PrismaPg(pool) }));

/** Ends the connections: for scripts and tests, so that the process can exit. */
export async function disconnect(): Promise<void> {
  await db.$disconnect();
  if (!pool.ended) await pool.end();
}
