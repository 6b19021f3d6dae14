import type { ServiceListBody } from "../../http/schemas/service.ts";
import { useResource } from "./resource.ts";

/** Services as they are registered; they change with the definitions alone. */
export const useServices = (): ServiceListBody["items"] =>
  useResource<ServiceListBody>("/api/v1/services?limit=1000", { on: ["definitions"], every: 300_000 }).data
    ?.items ?? [];

export const useServiceNames = (): string[] => useServices().map(({ name }) => name);
