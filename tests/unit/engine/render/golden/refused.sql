-- Databricks SQL of a plan of dgctl, in the order in which it has to run
--   workspace  https://dbc-1234.cloud.databricks.com
--   stack      acme/prod
--   made at    2026-11-24T09:00:00Z
-- Plan: 2 to add, 0 to change, 1 to destroy.
--
-- NOT APPLYABLE: catalog.ckpt must be replaced, since storage_root cannot be changed, and prevent_destroy protects it
-- dgctl refuses to carry this plan out, so every statement stands behind --? and does not run.

-- -/+ catalog.ckpt ckpt, moved in the configuration
--     storage_root: s3://one -> s3://two (forces replacement)
--     deletes what it holds: ckpt.default
--? DROP SCHEMA IF EXISTS `ckpt`.`default` RESTRICT;

-- -/+ catalog.ckpt ckpt, moved in the configuration
--? DROP CATALOG IF EXISTS `ckpt` RESTRICT;

-- -/+ catalog.ckpt ckpt, moved in the configuration
--     made again
--? CREATE CATALOG `ckpt`
--?   MANAGED LOCATION 's3://two';

-- -/+ catalog.ckpt ckpt, moved in the configuration
--     Not done here: SQL cannot set isolation_mode of a catalog, here to ISOLATED.

-- + grant.catalog:ckpt/analysts, moved in the configuration
--? GRANT BROWSE ON CATALOG `ckpt` TO `analysts`;
