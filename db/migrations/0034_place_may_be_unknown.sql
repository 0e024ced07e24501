-- A home may come without its place: it is listed, and asked for, and not on the map. Half a place is none.
alter table property
  alter column latitude drop not null,
  alter column longitude drop not null,
  add constraint property_place_whole check ((latitude is null) = (longitude is null));
