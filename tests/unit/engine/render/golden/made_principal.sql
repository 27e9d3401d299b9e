-- Databricks SQL of a plan of dgctl, in the order in which it has to run
--   workspace  https://dbc-1234.cloud.databricks.com
--   stack      acme/prod
--   made at    2026-11-24T09:00:00Z
-- Plan: 8 to add, 0 to change, 0 to destroy.
--
-- Lines that begin with --? cannot run yet. Put the value in the place of
-- its <name>, and take --? away in front of the lines that have it:
--   <application_id of service_principal.main>  in 2 statements
-- Or have it made first: `dgctl plan -o sql` then writes the value itself.
--
-- What SQL cannot do stands as a comment. `dgctl apply` does it, and records what was done here.

-- + catalog.main ckpt, moved in the configuration
CREATE CATALOG IF NOT EXISTS `ckpt`
  COMMENT 'Segment\'s checkpoints';

-- + service_principal.main segment-data-graph, moved in the configuration
--     entitlements: databricks-sql-access
--     No SQL does this. `dgctl apply` does, or https://docs.databricks.com/api/workspace/serviceprincipals

-- + workspace_assignment.main, moved in the configuration
--     level: USER
--     No SQL does this. `dgctl apply` does, or https://docs.databricks.com/api/workspace/permissionassignment

-- + service_principal_secret.main, moved in the configuration
--     lifetime: 365d
--     sink: file:.secrets/main.env
--     No SQL does this. `dgctl apply` does, or https://docs.databricks.com/api/workspace/serviceprincipalsecretsproxy

-- + sql_warehouse.main segment, moved in the configuration
--     cluster_size: Small
--     No SQL does this. `dgctl apply` does, or https://docs.databricks.com/api/workspace/warehouses

-- + grant.catalog:ckpt/main, moved in the configuration
--? GRANT USE CATALOG ON CATALOG `ckpt` TO `<application_id of service_principal.main>`;

-- + grant.schema:sales.crm/main, moved in the configuration
--? GRANT USE SCHEMA, SELECT ON SCHEMA `sales`.`crm` TO `<application_id of service_principal.main>`;

-- + permission.sql_warehouse:main/main, moved in the configuration
--     level: CAN_USE
--     No SQL does this. `dgctl apply` does, or https://docs.databricks.com/api/workspace/permissions
