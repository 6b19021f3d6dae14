import { useLocation, withParameters } from "../url/location.ts";

interface PagerProps {
  /** What is paged through, for those who hear it: "closed incidents". */
  of: string;
  total: number;
  page: number;
  limit: number;
}

/** Steps through a list that the server holds; the page stands in the address. */
export function Pager({ of, total, page, limit }: PagerProps) {
  const url = useLocation();
  const last = Math.max(1, Math.ceil(total / limit));
  if (last === 1) return null;
  const to = (number: number): string => withParameters(url, { page: number === 1 ? "" : String(number) });
  return (
    <nav class="chips" aria-label={`Pages of ${of}`}>
      {page > 1 && <a href={to(page - 1)}>← newer</a>}
      <span class="quiet">
        page {page} of {last}, {total} in all
      </span>
      {page < last && <a href={to(page + 1)}>older →</a>}
    </nav>
  );
}
