#include "engine/doctor/powers.h"

#include <algorithm>

#include "engine/model/descriptor.h"
#include "engine/model/privileges.h"

// The predicates, and who may do what:
// https://docs.databricks.com/data-governance/unity-catalog/manage-privileges.

namespace dgctl::engine {
namespace {

constexpr const char* kEverybody = "account users";
constexpr const char* kWorkspaceAdmins = "admins";

Securable catalog_of(const Securable& securable) {
  return {"catalog", securable.full_name.substr(0, securable.full_name.find('.'))};
}

bool is_group(const Principal& principal) {
  return principal.find('@') == std::string::npos && !is_uuid(principal);
}

bool is_refused(const std::optional<Unseen>& unseen) {
  return unseen && unseen->error_class == ErrorClass::Denied;
}

/// Why the grants on something could not be seen, if they could not.
std::optional<Unseen> unseen_grants(const SecurableFacts* facts) {
  const auto* unseen = facts == nullptr ? nullptr : std::get_if<Unseen>(&facts->held);
  return unseen == nullptr ? std::nullopt : std::optional(*unseen);
}

/// USE_SCHEMA granted on the catalog `system` has no effect on its schemas.
bool flows_down(const SecurableFacts* catalog, std::string_view privilege) {
  return catalog == nullptr || catalog->catalog_type != "SYSTEM_CATALOG" ||
         privilege != "USE_SCHEMA";
}

/// "CREATE_EXTERNAL_LOCATION"
std::string privilege_to_make(const std::string& kind) {
  std::string privilege = "CREATE_" + kind;
  std::transform(privilege.begin(), privilege.end(), privilege.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return privilege;
}

void add(Gaps& gaps, const Gaps& more) {
  for (const Gap& gap : more) {
    if (std::find(gaps.begin(), gaps.end(), gap) == gaps.end()) gaps.push_back(gap);
  }
}

}  // namespace

Powers::Powers(const PowersInput& input)
    : asker_(input.asker),
      names_(input.asker.groups.begin(), input.asker.groups.end()),
      metastore_(input.metastore),
      has_account_(input.has_account),
      account_(input.account),
      is_workspace_admin_(input.is_workspace_admin),
      acls_(input.acls) {
  names_.insert(input.asker.name);
  names_.insert(kEverybody);
  for (const SecurableFacts& facts : input.facts) facts_.insert_or_assign(facts.securable, facts);
}

const SecurableFacts* Powers::facts_of(const Securable& securable) const {
  const auto it = facts_.find(securable);
  return it == facts_.end() ? nullptr : &it->second;
}

Powers::Held Powers::is_one_of(const Principal& principal) const {
  if (names_.contains(principal)) return Held::Yes;
  // Whose groups could not all be seen may be in this one.
  return asker_.unseen_groups.empty() || !is_group(principal) ? Held::No : Held::Unknown;
}

Powers::Held Powers::is_workspace_admin() const {
  if (names_.contains(kWorkspaceAdmins)) return Held::Yes;
  if (is_workspace_admin_) return *is_workspace_admin_ ? Held::Yes : Held::No;
  return is_one_of(kWorkspaceAdmins);
}

Powers::Held Powers::is_metastore_admin() const {
  const Metastore* metastore = seen(metastore_);
  if (metastore == nullptr) return Held::Unknown;
  return is_one_of(metastore->owner);
}

Powers::Held Powers::owns(const Securable& securable) const {
  const SecurableFacts* facts = facts_of(securable);
  if (facts == nullptr) return Held::Unknown;
  if (!facts->owner.empty()) return is_one_of(facts->owner);
  return is_refused(facts->unseen) ? Held::No : Held::Unknown;  // an owner is never refused
}

Powers::Held Powers::owns_around(const Securable& securable) const {
  Held held = owns(securable);
  for (std::optional<Securable> at = parent_of(securable); at; at = parent_of(*at)) {
    held = either(held, owns(*at));
  }
  return held;
}

Powers::Held Powers::holds(const Securable& securable, std::string_view privilege) const {
  const SecurableFacts* facts = facts_of(securable);
  const Privileges* held = facts == nullptr ? nullptr : seen(facts->held);
  if (held == nullptr) return Held::Unknown;
  const bool by_all = is_implied_by_all(privilege) && held->contains(std::string(kAllPrivileges));
  if (by_all || held->contains(std::string(privilege))) return Held::Yes;
  return asker_.unseen_groups.empty() ? Held::No : Held::Unknown;
}

Powers::Held Powers::inherits(const Securable& securable, std::string_view privilege) const {
  Held held = holds(securable, privilege);
  for (std::optional<Securable> at = parent_of(securable); at; at = parent_of(*at)) {
    if (at->type == "catalog" && !flows_down(facts_of(*at), privilege)) continue;
    held = either(held, holds(*at, privilege));
  }
  return held;
}

Powers::Held Powers::uses_catalog(const Securable& securable) const {
  const Securable catalog = catalog_of(securable);
  const SecurableFacts* facts = facts_of(catalog);
  const Held told = either(owns(catalog), holds(catalog, "USE_CATALOG"));
  if (told == Held::Yes || facts == nullptr) return told;
  // Only who may use it is shown it, but for BROWSE.
  if (facts->browse_only || is_refused(facts->unseen)) return Held::No;
  // Who is shown it, where it is not told what that one holds.
  const bool is_shown = !facts->unseen && is_metastore_admin() == Held::No;
  return told == Held::Unknown && is_shown ? Held::Yes : told;
}

/// Its own gate, the catalog's apart.
Powers::Held Powers::opens_schema(const Securable& schema) const {
  const Held told = either(owns(schema), inherits(schema, "USE_SCHEMA"));
  const SecurableFacts* facts = facts_of(schema);
  const bool is_shut = facts != nullptr && is_refused(facts->unseen);
  // Only that gate can have kept it shut.
  return told == Held::Unknown && is_shut && uses_catalog(schema) == Held::Yes ? Held::No : told;
}

Powers::Held Powers::uses_schema(const Securable& schema) const {
  return both(uses_catalog(schema), opens_schema(schema));
}

Powers::Held Powers::uses_parents(const Securable& securable) const {
  if (!parent_of(securable)) return Held::Yes;
  if (securable.type == "schema") return uses_catalog(securable);
  return uses_schema(parent_of(securable).value_or(Securable{}));
}

/// Whether it is found at all, which its owner needs too.
Powers::Held Powers::reaches(const Securable& securable) const {
  if (!stands_in_schema(securable)) return Held::Yes;
  const Securable schema = parent_of(securable).value_or(Securable{});
  const Held browses = both(holds(catalog_of(schema), "BROWSE"), inherits(schema, "BROWSE"));
  return either(uses_schema(schema), browses);
}

Gaps Powers::gap(const Need& need, Held held) const {
  if (held == Held::Yes) return {};
  if (held == Held::No) return {{need, false, {}}};
  const std::optional<Unseen> unseen = unseen_grants(facts_of(need.on));
  return {{need, true, unseen ? unseen->reason : asker_.unseen_groups}};
}

/// What it takes to come as far as a securable.
Gaps Powers::gates(const Securable& securable) const {
  if (!parent_of(securable)) return {};
  const Securable catalog = catalog_of(securable);
  Gaps gaps = gap({Right::UseCatalog, catalog}, uses_catalog(securable));
  if (!stands_in_schema(securable)) return gaps;
  const Securable schema = parent_of(securable).value_or(Securable{});
  add(gaps, gap({Right::UseSchema, schema}, opens_schema(schema)));
  return gaps;
}

Gaps Powers::managing(const Securable& securable) const {
  Gaps gaps = gates(securable);
  Held held = inherits(securable, kManage);
  // Who could grant there would have been shown the grants.
  const bool is_open = gaps.empty() && held == Held::Unknown;
  if (is_open && is_refused(unseen_grants(facts_of(securable)))) held = Held::No;
  add(gaps, gap({Right::Manage, securable}, held));
  return gaps;
}

Gaps Powers::to_administrate_workspace() const {
  return gap({Right::WorkspaceAdmin, {}}, is_workspace_admin());
}

Gaps Powers::to_administrate_identities() const {
  if (!has_account_) return to_administrate_workspace();
  if (seen(account_) != nullptr) return {};
  const auto& unseen = std::get<Unseen>(account_);
  const bool is_refused_there = unseen.error_class == ErrorClass::Denied;
  return {{{Right::AccountAdmin, {}}, !is_refused_there, unseen.reason}};
}

Gaps Powers::to_make_warehouse() const {
  const auto has = [&](const char* entitlement) {
    if (asker_.entitlements.contains(entitlement)) return Held::Yes;
    return asker_.unseen_groups.empty() ? Held::No : Held::Unknown;
  };
  const Held entitled = both(has("allow-cluster-create"), has("databricks-sql-access"));
  return gap({Right::CreateWarehouse, {}}, either(is_workspace_admin(), entitled));
}

Gaps Powers::to_manage_warehouse(const std::string& id) const {
  const Need need{Right::ManageWarehouse, {"sql_warehouse", id}};
  if (is_workspace_admin() == Held::Yes) return {};
  const auto it = acls_.find(id);
  if (it == acls_.end()) return {{need, true, {}}};
  const Acl* acl = seen(it->second);
  if (acl == nullptr) {
    const auto& unseen = std::get<Unseen>(it->second);
    return {{need, unseen.error_class != ErrorClass::Denied, unseen.reason}};
  }
  const bool owned = acl->owner && names_.contains(*acl->owner);
  const bool manages = std::any_of(acl->direct.begin(), acl->direct.end(), [&](const auto& entry) {
    const bool is_enough = entry.second == "CAN_MANAGE" || entry.second == "IS_OWNER";
    return is_enough && names_.contains(entry.first);
  });
  if (owned || manages) return {};
  return gap(need, asker_.unseen_groups.empty() ? Held::No : Held::Unknown);
}

Gaps Powers::to_make_catalog(const std::string& storage_root) const {
  const Metastore* metastore = seen(metastore_);
  const Securable on{"metastore", metastore == nullptr ? "" : metastore->id};
  Gaps gaps = gap({Right::CreateCatalog, {"metastore", ""}},
                  either(is_metastore_admin(), holds(on, "CREATE_CATALOG")));
  for (Gap& gap : gaps) {
    if (gap.is_unknown && gap.why.empty()) {
      gap.why = "the workspace does not show what it holds there";
    }
  }
  if (!storage_root.empty()) {
    gaps.push_back({{Right::ManagedStorage, {"external_location", storage_root}},
                    true,
                    "dgctl does not look at external locations"});
  }
  return gaps;
}

Gaps Powers::to_make(const Securable& made) const {
  if (const auto parent = parent_of(made)) return to_make_in(*parent, made.type);
  const Metastore* metastore = seen(metastore_);
  const Securable on{"metastore", metastore == nullptr ? "" : metastore->id};
  return gap({Right::Make, {made.type, ""}},
             either(is_metastore_admin(), holds(on, privilege_to_make(made.type))));
}

/// What the documentation says of metastore admins spares them the way there and no more.
Gaps Powers::to_make_in(const Securable& schema, const std::string& kind) const {
  const Held makes = either(owns(schema), inherits(schema, privilege_to_make(kind)));
  Gaps gaps;
  if (is_metastore_admin() != Held::Yes) {
    gaps = gap({Right::UseCatalog, catalog_of(schema)}, uses_catalog(schema));
    add(gaps, gap({Right::UseSchema, schema}, opens_schema(schema)));
  }
  add(gaps, gap({Right::Make, {kind, schema.full_name}}, makes));
  return gaps;
}

Gaps Powers::to_make_schema(const Securable& schema) const {
  const Securable catalog = catalog_of(schema);
  const Held creates = either(owns(catalog), holds(catalog, "CREATE_SCHEMA"));
  if (either(is_metastore_admin(), both(uses_catalog(schema), creates)) == Held::Yes) return {};
  Gaps gaps = gap({Right::UseCatalog, catalog}, uses_catalog(schema));
  add(gaps, gap({Right::CreateSchema, catalog}, creates));
  return gaps;
}

Gaps Powers::to_change(const Securable& securable, bool owner_only) const {
  if (owns(securable) == Held::Yes) return {};
  if (!owner_only) return gap({Right::Own, securable}, owns(securable));
  const Held managed = both(inherits(securable, kManage), uses_parents(securable));
  return either(is_metastore_admin(), managed) == Held::Yes ? Gaps() : managing(securable);
}

Gaps Powers::to_delete(const Securable& securable) const {
  const Held managed = both(inherits(securable, kManage), uses_parents(securable));
  Held held = either(owns_around(securable), managed);
  if (securable.type == "catalog") held = either(held, is_metastore_admin());
  return held == Held::Yes ? Gaps() : managing(securable);
}

Gaps Powers::to_grant(const Securable& securable) const {
  const Held managed = both(inherits(securable, kManage), uses_parents(securable));
  Held owned = both(owns(securable), reaches(securable));
  for (std::optional<Securable> at = parent_of(securable); at; at = parent_of(*at)) {
    owned = either(owned, owns(*at));
  }
  const Held held = either(is_metastore_admin(), either(owned, managed));
  if (held == Held::Yes) return {};
  // Its owner lacks no more than the way there.
  return owns(securable) == Held::Yes ? gates(securable) : managing(securable);
}

/// Whoever holds anything on what stands in the metastore itself is shown it.
Gaps Powers::to_see_at_the_top(const Securable& securable) const {
  const SecurableFacts* facts = facts_of(securable);
  const Privileges* held = facts == nullptr ? nullptr : seen(facts->held);
  const bool holds_some = held != nullptr && !held->empty();
  const Held sees = either(is_metastore_admin(), owns(securable));
  return sees == Held::Yes || holds_some ? Gaps() : managing(securable);
}

Gaps Powers::to_see(const Securable& securable) const {
  if (securable.type != "catalog" && !parent_of(securable)) return to_see_at_the_top(securable);
  if (is_metastore_admin() == Held::Yes || owns(catalog_of(securable)) == Held::Yes) return {};
  if (securable.type == "catalog") {
    return gap({Right::UseCatalog, securable}, uses_catalog(securable));
  }
  const bool owns_schema =
      owns(securable.type == "schema" ? securable : parent_of(securable).value_or(Securable{})) ==
      Held::Yes;
  if (owns_schema && (securable.type == "schema" || uses_catalog(securable) == Held::Yes)) {
    return {};
  }
  if (securable.type == "schema") {
    Gaps gaps = gap({Right::UseCatalog, catalog_of(securable)}, uses_catalog(securable));
    add(gaps, gap({Right::UseSchema, securable}, opens_schema(securable)));
    return gaps;
  }
  Gaps gaps = gates(securable);
  Held reads = either(owns(securable), inherits(securable, read_privilege(securable.type)));
  const SecurableFacts* facts = facts_of(securable);
  const bool is_open = gaps.empty() && reads == Held::Unknown;
  if (is_open && facts != nullptr && is_refused(facts->unseen)) reads = Held::No;
  add(gaps, gap({Right::Read, securable}, reads));
  return gaps;
}

void Powers::made(const Securable& securable) {
  SecurableFacts facts;
  facts.securable = securable;
  facts.owner = asker_.name;
  facts.held = Privileges{};
  facts_.insert_or_assign(securable, std::move(facts));
}

void Powers::handed_over(const Securable& securable, const Principal& owner) {
  const auto it = facts_.find(securable);
  if (it != facts_.end()) it->second.owner = owner;
}

void Powers::granted(const Securable& securable, const GrantDelta& delta) {
  const auto it = facts_.find(securable);
  const std::string* principal = delta.principal.text();
  if (it == facts_.end() || principal == nullptr || !names_.contains(*principal)) return;
  // What is taken from one of its names another may still give: only what is given counts.
  if (auto* held = std::get_if<Privileges>(&it->second.held)) {
    *held = united(*held, delta.add);
  }
}

}  // namespace dgctl::engine
