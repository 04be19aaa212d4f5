-- Which deposits lie within a distance of a place, the nearest first?
--
-- :latitude and :longitude are WGS 84 degrees, :kilometres the distance. The index of places (an R*Tree) finds the neighbourhood, the
-- haversine formula on the mean radius measures it: within 0.6 % of the true distance. For places near a pole or the 180th meridian
-- ask `registry deposits --near`, which measures better and looks on both sides.
-- Run with: sqlite3 registry.sqlite < deposits-near.sql
.parameter set :latitude 26.6
.parameter set :longitude 106.7
.parameter set :kilometres 500

WITH near AS (
    SELECT d.*, 2 * 6371.0088 * asin(sqrt(
               pow(sin(radians(d.latitude - :latitude) / 2), 2)
               + cos(radians(d.latitude)) * cos(radians(:latitude)) * pow(sin(radians(d.longitude - :longitude) / 2), 2))) AS distance_km
      FROM deposit_place p JOIN deposit d ON d.id = p.deposit_id
     WHERE p.north >= :latitude - :kilometres / 110.0 AND p.south <= :latitude + :kilometres / 110.0
       AND p.east >= :longitude - :kilometres / (110.0 * cos(radians(:latitude)) - 1)
       AND p.west <= :longitude + :kilometres / (110.0 * cos(radians(:latitude)) - 1))
SELECT n.slug, n.name, coalesce(o.country, '') AS country, n.latitude, n.longitude, round(n.distance_km, 1) AS distance_km, o.minerals
  FROM near n JOIN deposit_overview o ON o.slug = n.slug
 WHERE n.distance_km <= :kilometres
 ORDER BY n.distance_km, n.slug;
