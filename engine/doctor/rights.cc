#include <algorithm>
#include <map>
#include <set>

#include "engine/doctor/doctor.h"
#include "engine/doctor/lacking.h"
#include "engine/doctor/powers.h"
#include "engine/model/descriptor.h"
#include "engine/model/overloaded.h"

// Which rights a plan takes. What is done already takes none: the plan has no step for it.

namespace dgctl::engine {
namespace {

bool is_securable(std::string_view kind) {
  const Descriptor* descriptor = find_descriptor(kind);
  return descriptor != nullptr && descriptor->is_securable;
}

/// What is granted on, of types that dgctl makes or not.
bool has_grants(std::string_view kind) { return is_securable(kind) || kind == "table"; }

const KindRights* rights_of(std::string_view kind) {
  const auto all = kind_rights();
  const auto at =
      std::find_if(all.begin(), all.end(), [&](const KindRights& row) { return row.kind == kind; });
  return at == all.end() ? nullptr : &*at;
}

/// The id in "sql_warehouse:0a1b2c3d4e5f6071".
std::string id_in(const std::string& thing) { return thing.substr(thing.find(':') + 1); }

/// What is on warehouses, by id, as far as it was read.
std::map<std::string, Look<Acl>> acls_in(const Live& live) {
  std::map<std::string, Look<Acl>> acls;
  for (const auto& [lookup, result] : live) {
    const auto* of = std::get_if<AclOf>(&lookup);
    const KindRights* row = of == nullptr ? nullptr : rights_of(of->kind);
    if (row == nullptr || row->change != Right::ManageWarehouse) continue;
    if (const auto* hidden = std::get_if<Hidden>(&result)) {
      acls.emplace(id_in(of->thing), Unseen{ErrorClass::Denied, hidden->reason});
    } else if (const auto* acl = reading<Acl>(live, lookup)) {
      acls.emplace(id_in(of->thing), *acl);
    }
  }
  return acls;
}

/// IP access lists are shown to workspace admins, and to nobody else.
std::optional<bool> shown_to_admins(const Look<IpAccess>& ip_access) {
  if (seen(ip_access) != nullptr) return true;
  const bool is_refused = std::get<Unseen>(ip_access).error_class == ErrorClass::Denied;
  return is_refused ? std::optional(false) : std::nullopt;
}

/// Goes through a plan as apply would, and notes what is missing.
class Walk {
 public:
  explicit Walk(const Examined& examined)
      : in_(examined),
        plan_(examined.draft->plan),
        asker_(*seen(examined.contact.asker)),
        powers_({asker_,
                 examined.metastore,
                 examined.facts,
                 examined.desired.account.has_value(),
                 examined.account,
                 shown_to_admins(examined.ip_access),
                 acls_in(*examined.live)}) {}

  std::vector<Check> run() {
    for (const Step& step : plan_.steps) take(step);
    for (const HiddenRead& hidden : plan_.hidden) take(hidden);
    if (!in_.draft->problems.empty()) take_identities();
    merge_what_is_inherited();
    std::vector<Check> checks = held_checks();
    for (const auto& [need, lacking] : lacking_) checks.push_back(check_of(need, lacking, in_));
    checks.insert(checks.end(), unexplained_.begin(), unexplained_.end());
    if (const auto check = unseen_warehouses()) checks.push_back(*check);
    return checks;
  }

 private:
  // ---- steps

  void take(const Step& step) {
    std::set<Address> of;
    for (const std::size_t change : step.changes) of.insert(address_of(plan_.changes[change]));
    std::visit(Overloaded{
                   [&](const CreateObject& call) { create(call, of); },
                   [&](const UpdateObject& call) { update(call, of); },
                   [&](const DeleteObject& call) {
                     note(call.kind, &KindRights::remove, {call.kind, call.id}, of);
                   },
                   [&](const PatchGrants& call) {
                     add(Right::Manage, powers_.to_grant(call.on), of);
                     for (const GrantDelta& delta : call.deltas) powers_.granted(call.on, delta);
                   },
                   [&](const WriteAcl& call) {
                     const std::string* thing = call.thing.text();
                     // What this plan makes is its maker's.
                     if (thing == nullptr) return;
                     note(call.kind, &KindRights::change, {call.kind, id_in(*thing)}, of);
                   },
                   [&](const IssueSecret& call) {
                     note(call.secret.kind, &KindRights::create, {call.secret.kind, ""}, of);
                   },
                   [&](const RetireSecret&) {
                     add(Right::WorkspaceAdmin, powers_.to_administrate_identities(), of);
                   },
                   [](const StoreSecret&) {},
                   [](const ProveSecret&) {},
               },
               step.call);
  }

  void create(const CreateObject& call, const std::set<Address>& of) {
    const Descriptor& descriptor = descriptor_of(call.kind);
    const Securable made{call.kind, full_name(descriptor, call.fields)};
    const KindRights* row = rights_of(call.kind);
    const bool is_catalog = row != nullptr && row->create == Right::CreateCatalog;
    if (is_catalog) {
      add(row->create, powers_.to_make_catalog(text_of(call.fields, "storage_root")), of);
    } else {
      note(call.kind, &KindRights::create, made, of);
    }
    if (is_securable(call.kind)) powers_.made(made);
  }

  void update(const UpdateObject& call, const std::set<Address>& of) {
    const std::string* id = call.id.text();
    const Descriptor& descriptor = descriptor_of(call.kind);
    if (!descriptor.is_securable) {
      // What the workspace keeps of what the account keeps is the workspace's to change.
      const bool of_workspace = in_.desired.account && call.changed.empty();
      if (of_workspace) return add(Right::WorkspaceAdmin, powers_.to_administrate_workspace(), of);
      if (id != nullptr) note(call.kind, &KindRights::change, {call.kind, *id}, of);
      return;
    }
    const Securable on{call.kind, id == nullptr ? "" : *id};
    const bool owner_only = call.changed.size() == 1 && call.changed.contains("owner");
    add(Right::Own, powers_.to_change(on, owner_only), of);
    const std::string owner = text_of(call.changed, "owner");
    if (!owner.empty()) powers_.handed_over(on, owner);
  }

  /// What a kind's row says that it takes.
  void note(const std::string& kind,
            Right KindRights::* of_row,
            const Securable& on,
            const std::set<Address>& of) {
    const KindRights* row = rights_of(kind);
    if (row == nullptr) return;
    const Right right = row->*of_row;
    switch (right) {
      case Right::WorkspaceAdmin:
      case Right::AccountAdmin:
        return add(right, powers_.to_administrate_identities(), of);
      case Right::CreateWarehouse:
        return add(right, powers_.to_make_warehouse(), of);
      case Right::ManageWarehouse:
        return add(right, powers_.to_manage_warehouse(on.full_name), of);
      case Right::CreateCatalog:
        return add(right, powers_.to_make_catalog({}), of);
      case Right::CreateSchema:
        return add(right, powers_.to_make_schema(on), of);
      case Right::Make:
        return add(right, powers_.to_make(on), of);
      case Right::Own:
        return add(right, powers_.to_change(on, false), of);
      case Right::Manage:
        return add(right, powers_.to_delete(on), of);
      case Right::ManagedStorage:
      case Right::UseCatalog:
      case Right::UseSchema:
      case Right::Read:
        return;
    }
  }

  void add(Right right, const Gaps& gaps, const std::set<Address>& of) {
    if (gaps.empty()) held_[right].insert(of.begin(), of.end());
    lack(gaps, of);
  }

  void lack(const Gaps& gaps, const std::set<Address>& of) {
    for (const Gap& gap : gaps) {
      Lacking& lacking = lacking_[gap.need];
      if (!gap.is_unknown) lacking.is_unknown = false;
      if (lacking.why.empty()) lacking.why = gap.why;
      lacking.of.insert(of.begin(), of.end());
    }
  }

  // ---- what could not be seen

  void take(const HiddenRead& hidden) {
    if (is_shown_in_part(hidden)) return unexplained_.push_back(shown_in_part(hidden));
    // Who is on the wrong side of a binding may lack nothing else.
    if (explained_elsewhere(hidden)) return;
    const std::set<Address> of(hidden.affects.begin(), hidden.affects.end());
    const Gaps gaps = gaps_of(hidden);
    lack(gaps, of);
    for (const Address& address : hidden.affects) take_grant(address);
    if (gaps.empty()) unexplained_.push_back(unexplained(hidden));
  }

  /// Of a plan that could not be made: who may not see identities may not make them either.
  void take_identities() {
    const auto* unseen = std::get_if<Unseen>(&in_.account);
    const bool is_refused = unseen != nullptr && unseen->error_class == ErrorClass::Denied;
    if (!in_.desired.account || !is_refused) return;
    std::set<Address> of;
    for (const DesiredResource& resource : in_.desired.resources) {
      const KindRights* row = rights_of(resource.address.kind);
      const bool is_identity = row != nullptr && row->create == Right::WorkspaceAdmin;
      if (is_identity && !resource.existing) of.insert(resource.address);
    }
    if (!of.empty()) add(Right::WorkspaceAdmin, powers_.to_administrate_identities(), of);
  }

  /// Some of its fields may not be seen, which takes them out of the plan and nothing else.
  [[nodiscard]] bool is_shown_in_part(const HiddenRead& hidden) const {
    const auto at = in_.live->find(hidden.lookup);
    return at != in_.live->end() && std::holds_alternative<Found>(at->second);
  }
  static Check shown_in_part(const HiddenRead& hidden) {
    Check check;
    check.topic = Topic::Rights;
    check.name = "all of " + to_string(hidden.lookup);
    check.finding = Finding::Unknown;
    check.text = hidden.reason + ": nothing is planned for them";
    check.of = hidden.affects;
    return check;
  }

  /// A name that only one may bear may be taken by one that is not shown to everybody.
  [[nodiscard]] std::optional<Check> unseen_warehouses() const {
    if (powers_.to_administrate_workspace().empty()) return std::nullopt;
    const auto admin = lacking_.find({Right::WorkspaceAdmin, {}});
    if (admin != lacking_.end() && !admin->second.is_unknown) return std::nullopt;
    Check check;
    for (const Step& step : plan_.steps) {
      const auto* make = std::get_if<CreateObject>(&step.call);
      const KindRights* row = make == nullptr ? nullptr : rights_of(make->kind);
      if (row == nullptr || row->create != Right::CreateWarehouse) continue;
      for (const std::size_t change : step.changes) {
        check.of.push_back(address_of(plan_.changes[change]));
      }
      check.steps.push_back("ask a workspace admin whether there is a SQL warehouse '" +
                            full_name(descriptor_of(make->kind), make->fields) +
                            "'; if so, ask for CAN_VIEW on it, or choose another name");
    }
    if (check.of.empty()) return std::nullopt;
    check.topic = Topic::Rights;
    check.name = "SQL warehouses of that name";
    check.finding = Finding::Unknown;
    check.blocks = true;
    check.text =
        "one that this identity has no permission on is not shown to it, and stands in "
        "the way of making another";
    return check;
  }

  /// A grant that is wanted on what could not be seen takes more than seeing it.
  void take_grant(const Address& address) {
    const auto& all = in_.desired.resources;
    const auto at = std::find_if(all.begin(), all.end(), [&](const DesiredResource& resource) {
      return resource.address == address;
    });
    if (at == all.end() || address.kind != entry_kind_on_securables()) return;
    // Whether that is wanted at all is not known yet.
    if (at->condition != Condition::Always) return;
    const Gaps gaps = powers_.to_grant(entry_of(at->fields).on);
    if (!gaps.empty()) add(Right::Manage, gaps, {address});
  }

  Gaps gaps_of(const HiddenRead& hidden) {
    return std::visit(
        Overloaded{
            [&](const ByName& by) { return seeing(Securable{by.kind, by.name}); },
            [&](const Below& below) { return seeing(below.parent); },
            [&](const GrantsOn& grants) { return powers_.to_grant(grants.on); },
            [&](const AclOf& acl) {
              const KindRights* row = rights_of(acl.kind);
              const bool is_warehouse = row != nullptr && row->change == Right::ManageWarehouse;
              return is_warehouse ? powers_.to_manage_warehouse(id_in(acl.thing))
                                  : powers_.to_administrate_identities();
            },
            [&](const SecretsOf&) { return powers_.to_administrate_identities(); },
            [&](const OtherWorkspacesOf&) { return powers_.to_administrate_identities(); },
            [&](const ById& by) { return seeing(by); },
            [](const auto&) { return Gaps(); },
        },
        hidden.lookup);
  }

  [[nodiscard]] Gaps seeing(const ById& by) const {
    const KindRights* row = rights_of(by.kind);
    if (row == nullptr) return {};
    if (row->change == Right::WorkspaceAdmin) return powers_.to_administrate_identities();
    if (row->change != Right::ManageWarehouse) return {};
    // Any permission would show it.
    const Gaps gaps = powers_.to_manage_warehouse(by.id);
    return gaps.empty() ? gaps : Gaps{{gaps.front().need, false, {}}};
  }

  [[nodiscard]] Gaps seeing(const Securable& securable) const {
    if (has_grants(securable.type)) return powers_.to_see(securable);
    const KindRights* row = rights_of(securable.type);
    const bool is_identity = row != nullptr && row->change == Right::WorkspaceAdmin;
    return is_identity ? powers_.to_administrate_identities() : Gaps();
  }

  /// A catalog that is closed to this workspace is told with the catalogs.
  [[nodiscard]] bool explained_elsewhere(const HiddenRead& hidden) const {
    std::optional<Securable> at;
    if (const auto* by = std::get_if<ByName>(&hidden.lookup)) at = Securable{by->kind, by->name};
    if (const auto* on = std::get_if<GrantsOn>(&hidden.lookup)) at = on->on;
    if (const auto* below = std::get_if<Below>(&hidden.lookup)) at = below->parent;
    if (!at || !has_grants(at->type)) return false;
    while (const auto parent = parent_of(*at)) at = parent;
    const SecurableFacts* facts = powers_.facts_of(*at);
    return facts != nullptr && facts->unseen &&
           facts->unseen->reason.find(kNotBoundHere) != std::string::npos;
  }

  static Check unexplained(const HiddenRead& hidden) {
    Check check;
    check.topic = Topic::Rights;
    check.name = "see " + to_string(hidden.lookup);
    check.finding = Finding::Unknown;
    check.blocks = true;
    check.text = what_was_said(hidden.reason);
    if (!hidden.needs.empty()) check.steps = {"it takes " + hidden.needs};
    check.of = hidden.affects;
    return check;
  }

  // ---- what comes of it

  /// Who gets MANAGE on a catalog has it on what is in it.
  void merge_what_is_inherited() {
    for (auto it = lacking_.begin(); it != lacking_.end();) {
      const bool is_manage = it->first.right == Right::Manage;
      auto around = is_manage ? parent_of(it->first.on) : std::nullopt;
      while (around && !lacking_.contains({Right::Manage, *around})) around = parent_of(*around);
      if (!around) {
        ++it;
        continue;
      }
      Lacking& above = lacking_.at({Right::Manage, *around});
      above.of.insert(it->second.of.begin(), it->second.of.end());
      it = lacking_.erase(it);
    }
  }

  [[nodiscard]] std::vector<Check> held_checks() const {
    std::vector<Check> checks;
    for (const Right right : all_rights()) {
      const auto it = held_.find(right);
      if (it == held_.end()) continue;
      Check check;
      check.topic = Topic::Rights;
      check.name = held_words(right, in_.desired.account.has_value());
      check.of.assign(it->second.begin(), it->second.end());
      checks.push_back(std::move(check));
    }
    return checks;
  }

  const Examined& in_;
  const Plan& plan_;
  const Asker& asker_;
  Powers powers_;
  std::map<Right, std::set<Address>> held_;
  std::map<Need, Lacking> lacking_;
  std::vector<Check> unexplained_;
};

}  // namespace

std::vector<Check> check_rights(const Examined& examined) { return Walk(examined).run(); }

}  // namespace dgctl::engine
