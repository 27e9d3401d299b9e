-- Databricks SQL of a plan of dgctl, in the order in which it has to run
--   workspace  https://dbc-1234.cloud.databricks.com
--   stack      acme/prod
--   made at    2026-11-24T09:00:00Z
-- Plan: 0 to add, 3 to change, 0 to destroy.

-- ~ catalog.ckpt ckpt, moved in the configuration and in the workspace since the last apply (2026-11-20)
--     comment: by hand -> second
COMMENT ON CATALOG `ckpt` IS 'second';

-- ~ schema.web ckpt.web-1, moved in the configuration
--     properties: {a: b, team: first} -> {a: b, team: second}
ALTER SCHEMA `ckpt`.`web-1` SET DBPROPERTIES ('team' = 'second');

-- ~ grant.catalog:ckpt/0f6b2c1e-2f0a-4f2b-9d57-6f1f6f0a1a11, moved in the configuration
--     Run these together: ALL PRIVILEGES take along what they imply, what stays is
--     granted again.
REVOKE ALL PRIVILEGES ON CATALOG `ckpt` FROM `0f6b2c1e-2f0a-4f2b-9d57-6f1f6f0a1a11`;
GRANT USE CATALOG ON CATALOG `ckpt` TO `0f6b2c1e-2f0a-4f2b-9d57-6f1f6f0a1a11`;
