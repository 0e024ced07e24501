-- The text without accents and capitals, to compare words that people type: "Zoe" finds "Zoë". The same as fold() in
-- server/domain/fold.ts. Immutable, so that an index may be made of it.
create function fold(text) returns text language sql immutable strict parallel safe
  return lower(regexp_replace(normalize($1, nfd), '[\u0300-\u036f]', '', 'g'));
