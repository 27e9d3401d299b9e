#include "engine/doctor/powers.h"

#include "tests/support/catch.h"

namespace dgctl::engine::powers_test {
namespace {

const Securable kSales{"catalog", "sales"};
const Securable kCrm{"schema", "sales.crm"};
const Securable kUsers{"table", "sales.crm.users"};

SecurableFacts facts(const Securable& securable,
                     Privileges held = {},
                     const Principal& owner = "ada@example.com") {
  SecurableFacts facts;
  facts.securable = securable;
  facts.owner = owner;
  // A catalog is shown to who may use it, and that it exists to who may not.
  facts.browse_only = securable.type == "catalog" && owner != "ci@example.com" &&
                      !held.contains("USE_CATALOG") && !held.contains("ALL_PRIVILEGES");
  facts.held = std::move(held);
  return facts;
}

SecurableFacts refused(const Securable& securable) {
  SecurableFacts facts;
  facts.securable = securable;
  facts.unseen = Unseen{ErrorClass::Denied, "User does not have USE CATALOG on Catalog 'sales'"};
  facts.held = *facts.unseen;
  return facts;
}

struct World {
  Asker asker{"ci@example.com", "CI", {"platform", "users"}, {}, false, {}};
  Metastore metastore{"m-1", "main", "ada@example.com", "s3://x", "1.0"};
  std::vector<SecurableFacts> known{facts(kSales), facts(kCrm), facts(kUsers)};
  bool has_account = false;
  Look<bool> account = Unseen{ErrorClass::Denied, "no account admin"};
  std::optional<bool> admin;
  std::map<std::string, Look<Acl>> acls;

  [[nodiscard]] Powers powers() const {
    return Powers({asker, metastore, known, has_account, account, admin, acls});
  }
};

/// "USE CATALOG on catalog sales, MANAGE on table …?", what is unknown with a question mark.
std::string told(const Gaps& gaps) {
  std::string text;
  for (const Gap& gap : gaps) {
    text += (text.empty() ? "" : ", ") + to_string(gap.need) + (gap.is_unknown ? "?" : "");
  }
  return text;
}

TEST_CASE("granting takes managing or owning with the way there", "[powers]") {
  struct Case {
    std::string name;
    SecurableFacts sales, crm, users;
    std::string on_sales, on_crm, on_users;
  };
  const std::string me = "ci@example.com";
  const auto c = GENERATE_COPY(values<Case>({
      {"nothing",
       facts(kSales),
       facts(kCrm),
       facts(kUsers),
       "MANAGE on catalog sales",
       "USE CATALOG on catalog sales, MANAGE on schema sales.crm",
       "USE CATALOG on catalog sales, USE SCHEMA on schema sales.crm, MANAGE on table "
       "sales.crm.users"},
      {"MANAGE without the use",
       facts(kSales, {"MANAGE"}),
       facts(kCrm),
       facts(kUsers),
       "",
       "USE CATALOG on catalog sales",
       "USE CATALOG on catalog sales, USE SCHEMA on schema sales.crm"},
      {"MANAGE and the use",
       facts(kSales, {"MANAGE", "USE_CATALOG", "USE_SCHEMA"}),
       facts(kCrm),
       facts(kUsers),
       "",
       "",
       ""},
      {"ALL PRIVILEGES are not MANAGE",
       facts(kSales, {"ALL_PRIVILEGES"}),
       facts(kCrm),
       facts(kUsers),
       "MANAGE on catalog sales",
       "MANAGE on schema sales.crm",
       "MANAGE on table sales.crm.users"},
      {"owning the catalog", facts(kSales, {}, me), facts(kCrm), facts(kUsers), "", "", ""},
      {"owning the schema",
       facts(kSales),
       facts(kCrm, {}, "platform"),
       facts(kUsers),
       "MANAGE on catalog sales",
       "",
       ""},
      {"owning the table and no way there",
       facts(kSales),
       facts(kCrm),
       facts(kUsers, {}, me),
       "MANAGE on catalog sales",
       "USE CATALOG on catalog sales, MANAGE on schema sales.crm",
       "USE CATALOG on catalog sales, USE SCHEMA on schema sales.crm"},
      {"owning the table and browsing",
       facts(kSales, {"BROWSE"}),
       facts(kCrm),
       facts(kUsers, {}, me),
       "MANAGE on catalog sales",
       "USE CATALOG on catalog sales, MANAGE on schema sales.crm",
       ""},
      {"nothing is seen",
       refused(kSales),
       refused(kCrm),
       refused(kUsers),
       "MANAGE on catalog sales",
       "USE CATALOG on catalog sales, MANAGE on schema sales.crm?",
       "USE CATALOG on catalog sales, USE SCHEMA on schema sales.crm?, MANAGE on table "
       "sales.crm.users?"},
  }));
  DYNAMIC_SECTION(c.name) {
    World world;
    world.known = {c.sales, c.crm, c.users};
    const Powers powers = world.powers();
    CHECK(told(powers.to_grant(kSales)) == c.on_sales);
    CHECK(told(powers.to_grant(kCrm)) == c.on_crm);
    CHECK(told(powers.to_grant(kUsers)) == c.on_users);
  }
}

TEST_CASE("who administrates the metastore may grant and make and not change", "[powers]") {
  World world;
  world.metastore.owner = "platform";
  const Powers powers = world.powers();
  CHECK(powers.to_grant(kUsers).empty());
  CHECK(powers.to_see(kUsers).empty());
  CHECK(powers.to_make_catalog({}).empty());
  CHECK(powers.to_make_schema(kCrm).empty());
  CHECK(powers.to_delete(kSales).empty());
  CHECK(powers.to_change(kSales, true).empty());
  CHECK(told(powers.to_change(kSales, false)) == "ownership of catalog sales");
  CHECK(told(powers.to_delete(kCrm)) == "USE CATALOG on catalog sales, MANAGE on schema sales.crm");
}

TEST_CASE("groups that could not be seen make no right missing", "[powers]") {
  World world;
  world.asker.unseen_groups = "Groups/7 was answered with 403";
  const Gaps gaps = world.powers().to_grant(kSales);
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].is_unknown);
  CHECK(gaps[0].why == world.asker.unseen_groups);
  CHECK(told(world.powers().to_administrate_workspace()) == "workspace admin?");
}

TEST_CASE("what the workspace refused is missing whatever groups there are", "[powers]") {
  World world;
  world.asker.unseen_groups = "Groups/7 was answered with 403";
  world.admin = false;
  CHECK(told(world.powers().to_administrate_workspace()) == "workspace admin");
  world.admin = true;
  CHECK(world.powers().to_administrate_workspace().empty());
  world.known = {facts(kSales, {"USE_CATALOG"}), refused(kCrm), refused(kUsers)};
  CHECK(told(world.powers().to_see(kCrm)) == "USE SCHEMA on schema sales.crm");
  world.known = {refused(kSales)};
  CHECK(told(world.powers().to_grant(kSales)) == "MANAGE on catalog sales");
  CHECK(told(world.powers().to_see(kSales)) == "USE CATALOG on catalog sales");
}

TEST_CASE("making a catalog takes a privilege on the metastore", "[powers]") {
  World world;
  CHECK(told(world.powers().to_make_catalog({})) == "CREATE CATALOG on the metastore?");
  world.known.push_back(facts({"metastore", "m-1"}));
  CHECK(told(world.powers().to_make_catalog({})) == "CREATE CATALOG on the metastore");
  world.known.back().held = Privileges{"CREATE_CATALOG"};
  CHECK(world.powers().to_make_catalog({}).empty());
  CHECK(told(world.powers().to_make_catalog("s3://own")) == "CREATE MANAGED STORAGE for s3://own?");
}

TEST_CASE("making something in a schema takes a privilege on that and the way there", "[powers]") {
  World world;
  const Securable files{"volume", "sales.crm.files"};
  CHECK(told(world.powers().to_make(files)) ==
        "USE CATALOG on catalog sales, USE SCHEMA on schema sales.crm, CREATE VOLUME on schema "
        "sales.crm");
  world.known[0].held = Privileges{"USE_CATALOG", "USE_SCHEMA"};
  CHECK(told(world.powers().to_make(files)) == "CREATE VOLUME on schema sales.crm");
  world.known[0].held = Privileges{"USE_CATALOG", "USE_SCHEMA", "CREATE_VOLUME"};
  CHECK(world.powers().to_make(files).empty());
  World admins;
  admins.metastore.owner = "platform";
  CHECK(told(admins.powers().to_make(files)) == "CREATE VOLUME on schema sales.crm");
  admins.known[1].owner = "platform";
  CHECK(admins.powers().to_make(files).empty());
  CHECK(told(world.powers().to_make({"external_location", "landing"})) ==
        "CREATE EXTERNAL LOCATION on the metastore?");
}

TEST_CASE("what stands in a schema is shown to who may read it", "[powers]") {
  World world;
  const Securable files{"volume", "sales.crm.files"};
  world.known[0] = facts(kSales, {"USE_CATALOG", "USE_SCHEMA", "SELECT"});
  world.known.push_back(facts(files));
  CHECK(world.powers().to_see(kUsers).empty());
  CHECK(told(world.powers().to_see(files)) == "READ VOLUME on volume sales.crm.files");
  CHECK(told(world.powers().to_grant(files)) == "MANAGE on volume sales.crm.files");
  world.known.back().held = Privileges{"READ_VOLUME"};
  CHECK(world.powers().to_see(files).empty());
}

TEST_CASE("what is made is its maker's and what is handed over is not", "[powers]") {
  World world;
  Powers powers = world.powers();
  const Securable fresh{"catalog", "fresh"};
  powers.made(fresh);
  CHECK(powers.to_grant(fresh).empty());
  CHECK(powers.to_make_schema({"schema", "fresh.s"}).empty());
  powers.handed_over(fresh, "ada@example.com");
  CHECK(told(powers.to_grant(fresh)) == "MANAGE on catalog fresh");
  powers.granted(fresh, {Value("platform"), {"MANAGE"}, {}});
  CHECK(powers.to_grant(fresh).empty());
}

TEST_CASE("identities are administrated where they are kept", "[powers]") {
  World world;
  CHECK(told(world.powers().to_administrate_identities()) == "workspace admin");
  world.asker.groups.insert("admins");
  CHECK(world.powers().to_administrate_identities().empty());
  world.has_account = true;
  CHECK(told(world.powers().to_administrate_identities()) == "account admin");
  world.account = Unseen{ErrorClass::Transport, "not answered"};
  CHECK(told(world.powers().to_administrate_identities()) == "account admin?");
  world.account = true;
  CHECK(world.powers().to_administrate_identities().empty());
}

TEST_CASE("warehouses are made with entitlements and managed with a level", "[powers]") {
  World world;
  CHECK(told(world.powers().to_make_warehouse()) ==
        "the entitlements allow-cluster-create and databricks-sql-access");
  world.asker.entitlements = {"allow-cluster-create", "databricks-sql-access"};
  CHECK(world.powers().to_make_warehouse().empty());
  struct Case {
    std::string name;
    Look<Acl> acl;
    std::string expected;
  };
  const std::string missing = "CAN_MANAGE on SQL warehouse w1";
  const auto c = GENERATE_COPY(values<Case>({
      {"a lesser level", Acl{{{"ci@example.com", "CAN_USE"}}, "ada@example.com"}, missing},
      {"the level of a group", Acl{{{"platform", "CAN_MANAGE"}}, "ada@example.com"}, ""},
      {"its owner", Acl{{}, "ci@example.com"}, ""},
      {"it may not be seen", Unseen{ErrorClass::Denied, "no"}, missing},
      {"it was not answered", Unseen{ErrorClass::Transport, "no"}, missing + "?"},
  }));
  DYNAMIC_SECTION(c.name) {
    world.acls.emplace("w1", c.acl);
    CHECK(told(world.powers().to_manage_warehouse("w1")) == c.expected);
  }
}

TEST_CASE("USE SCHEMA on the catalog system does not reach its schemas", "[powers]") {
  World world;
  const Securable system{"catalog", "system"};
  const Securable access{"schema", "system.access"};
  world.known = {facts(system, {"USE_CATALOG", "USE_SCHEMA", "SELECT"}), facts(access)};
  world.known[0].catalog_type = "SYSTEM_CATALOG";
  CHECK(told(world.powers().to_see(access)) == "USE SCHEMA on schema system.access");
  world.known[0].catalog_type = "MANAGED_CATALOG";
  CHECK(world.powers().to_see(access).empty());
}

}  // namespace
}  // namespace dgctl::engine::powers_test
