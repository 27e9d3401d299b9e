#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "engine/edges/error.h"
#include "engine/edges/provider.h"
#include "engine/model/descriptor.h"
#include "engine/model/duration.h"
#include "engine/model/privileges.h"

namespace dgctl::tests {

/// A workspace as a value: what it holds, what was asked of it. Answers a Provider's calls as the
/// simulated workspace would, without REST. Every principal exists unless it is named `missing`.
class FakeWorkspace : public engine::Provider {
 public:
  struct Content {
    std::map<engine::Securable, engine::Fields> objects;
    std::map<engine::Securable, engine::Grants> grants;
    std::map<engine::ById, engine::Fields> identified;  ///< objects that their ids identify
    std::map<engine::AclOf, engine::Acl> acls;
    std::map<std::string, std::vector<engine::SecretInfo>> secrets;  ///< by principal id
    std::map<std::string, engine::SinkLabel> sinks;
    std::map<std::string, engine::Names>
        other_workspaces;          ///< of a principal of the account, by id
    std::set<std::string> values;  ///< of secrets that somebody was told: by id
    bool operator==(const Content&) const = default;
  };

  Content content;
  std::set<std::string> missing;    ///< principals that do not exist
  std::set<engine::Lookup> hidden;  ///< look-ups that may not be seen
  std::string runner = "ada@example.com";
  std::string now = "2026-11-23T09:00:00Z";
  bool has_account_plane = false;  ///< identities are the account's: made, they are nobody's here
  int made = 0;                    ///< ids are counted
  std::vector<engine::Lookup> asked;  ///< every look-up, in order
  std::vector<engine::Call> written;  ///< every call that took effect, in order
  /// Called before a write takes effect; what it throws is the answer.
  std::function<void(const engine::Step&)> before_write;
  /// Called after a write took effect; what it throws is the answer.
  std::function<void(const engine::Step&)> after_write;
  /// Writes take effect, and no answer comes to whoever waits for it.
  bool is_silent = false;

  FakeWorkspace& catalog(const std::string& name, engine::Fields more = {}) {
    more.insert_or_assign("name", name);
    more.try_emplace("owner", runner);
    content.objects[{"catalog", name}] = std::move(more);
    schema(name, "default");
    schema(name, "information_schema");
    return *this;
  }
  FakeWorkspace& schema(const std::string& catalog,
                        const std::string& name,
                        engine::Fields more = {}) {
    more.insert_or_assign("name", name);
    more.insert_or_assign("catalog_name", catalog);
    more.try_emplace("owner", runner);
    content.objects[{"schema", catalog + "." + name}] = std::move(more);
    return *this;
  }
  FakeWorkspace& principal(const std::string& id,
                           const std::string& application_id,
                           const std::string& name,
                           engine::Fields more = {}) {
    more.insert_or_assign("id", id);
    more.insert_or_assign("application_id", application_id);
    more.insert_or_assign("display_name", name);
    more.try_emplace("active", true);
    more.try_emplace("entitlements", engine::List{});
    content.identified[{"service_principal", id}] = std::move(more);
    content.acls[{"workspace_assignment", engine::kWorkspaceThing}].direct[id] = "USER";
    return *this;
  }
  FakeWorkspace& warehouse(const std::string& id,
                           const std::string& name,
                           engine::Fields more = {}) {
    more.insert_or_assign("id", id);
    more.insert_or_assign("name", name);
    more.try_emplace("creator_name", runner);
    more.try_emplace("state", "RUNNING");
    more.insert_or_assign("http_path", "/sql/1.0/warehouses/" + id);
    content.identified[{"sql_warehouse", id}] = std::move(more);
    content.acls[{"permission", "sql_warehouse:" + id}].owner = runner;
    return *this;
  }
  FakeWorkspace& table(const std::string& full_name) {
    content.objects[{"table", full_name}] = {{"name", full_name}};
    return *this;
  }
  FakeWorkspace& grant(const std::string& securable,
                       const std::string& principal,
                       const engine::Privileges& words) {
    content.grants[engine::securable_from(securable)].direct[principal] = words;
    return *this;
  }
  [[nodiscard]] engine::Privileges held(const std::string& securable,
                                        const std::string& principal) const {
    const auto on = content.grants.find(engine::securable_from(securable));
    if (on == content.grants.end()) return {};
    const auto it = on->second.direct.find(principal);
    return it == on->second.direct.end() ? engine::Privileges{} : it->second;
  }

  std::vector<engine::ReadResult> read(std::span<const engine::Lookup> wanted,
                                       std::stop_token /*stop*/) override {
    const std::scoped_lock lock(mutex_);
    std::vector<engine::ReadResult> results;
    for (const engine::Lookup& lookup : wanted) {
      asked.push_back(lookup);
      results.push_back(hidden.contains(lookup) ? engine::Hidden{"MANAGE", "not permitted"}
                                                : answer(lookup));
    }
    return results;
  }

  engine::StepOutcome write(const engine::Step& step, std::stop_token stop) override {
    std::unique_lock lock(mutex_);
    if (before_write) before_write(step);
    const engine::StepOutcome outcome = perform(step.call);
    written.push_back(step.call);
    if (after_write) after_write(step);
    if (is_silent) {
      std::condition_variable_any().wait(lock, stop, [] { return false; });
      throw engine::StoppedError("cancelled while waiting for the answer");
    }
    return outcome;
  }

  engine::ReadResult answer(const engine::Lookup& lookup) {
    return std::visit([&](const auto& that) { return read_one(that); }, lookup);
  }

 private:
  engine::ReadResult read_one(const engine::CurrentWorkspace& /*that*/) {
    return engine::Found{
        engine::WorkspaceIds{7201983344556677, "5d1f0c1e-0000-4000-8000-000000000002"}};
  }
  engine::ReadResult read_one(const engine::CurrentAccount& /*that*/) {
    return engine::Found{engine::AccountId{"7a1b2c3d-0000-4000-8000-000000000001"}};
  }
  engine::ReadResult read_one(const engine::Runner& /*that*/) {
    return engine::Found{engine::Identity{runner, "user", runner, {}, true, false}};
  }
  engine::ReadResult read_one(const engine::ByName& by) {
    const engine::Descriptor* descriptor = engine::find_descriptor(by.kind);
    if (descriptor != nullptr && descriptor->by_id) return bearers(by);
    const auto it = content.objects.find({by.kind, by.name});
    if (it == content.objects.end()) return engine::Absent{};
    engine::Object object{by.kind, by.name, it->second, std::nullopt};
    object.owner = engine::text_of(it->second, "owner");
    return engine::Found{std::move(object)};
  }
  engine::ReadResult read_one(const engine::ById& by) {
    for (const auto& [key, fields] : content.identified) {
      const bool named = engine::text_of(fields, "application_id") == by.id;
      if (key.kind == by.kind && (key.id == by.id || named)) {
        return engine::Found{identified(key, fields)};
      }
    }
    return engine::Absent{};
  }
  engine::ReadResult read_one(const engine::AclOf& of) {
    const bool is_workspace = of.thing == engine::kWorkspaceThing;
    const auto it = content.acls.find(of);
    if (it != content.acls.end()) return engine::Found{it->second};
    if (is_workspace) return engine::Found{engine::Acl{}};
    return engine::Absent{};
  }
  engine::ReadResult read_one(const engine::SecretsOf& of) {
    if (!content.identified.contains({"service_principal", of.principal_id})) {
      return engine::Absent{};
    }
    const auto it = content.secrets.find(of.principal_id);
    return engine::Found{it == content.secrets.end() ? std::vector<engine::SecretInfo>()
                                                     : it->second};
  }
  engine::ReadResult read_one(const engine::OtherWorkspacesOf& of) {
    const auto it = content.other_workspaces.find(of.principal_id);
    return engine::Found{it == content.other_workspaces.end() ? engine::Names() : it->second};
  }
  engine::ReadResult read_one(const engine::InSink& in) {
    const auto it = content.sinks.find(in.sink);
    if (it == content.sinks.end()) return engine::Absent{};
    return engine::Found{it->second};
  }
  engine::ReadResult read_one(const engine::GrantsOn& grants) {
    if (!content.objects.contains(grants.on)) return engine::Absent{};
    const auto it = content.grants.find(grants.on);
    return engine::Found{it == content.grants.end() ? engine::Grants{} : it->second};
  }
  engine::ReadResult read_one(const engine::Below& below) {
    engine::Names names;
    for (const auto& [securable, fields] : content.objects) {
      const auto parent = engine::parent_of(securable).value_or(engine::Securable{});
      const bool is_listed = parent == below.parent && securable.type == kind_below(below);
      if (is_listed) names.push_back(securable.full_name);
    }
    return engine::Found{std::move(names)};
  }
  [[nodiscard]] engine::ReadResult read_one(const engine::WhoIs& who) const {
    if (missing.contains(who.principal)) return engine::Absent{{"analysts"}, {}};
    return engine::Found{engine::Identity{who.principal, "group", who.principal, {}, true, false}};
  }

  static engine::Object identified(const engine::ById& key, const engine::Fields& fields) {
    engine::Object object{key.kind, key.id, fields, std::nullopt};
    const std::string creator = engine::text_of(fields, "creator_name");
    if (!creator.empty()) object.owner = creator;
    return object;
  }

  engine::ReadResult bearers(const engine::ByName& by) {
    engine::Objects all;
    for (const auto& [key, fields] : content.identified) {
      const engine::Descriptor& descriptor = engine::descriptor_of(key.kind);
      if (key.kind == by.kind && full_name(descriptor, fields) == by.name) {
        all.push_back(identified(key, fields));
      }
    }
    if (all.empty()) return engine::Absent{};
    return engine::Found{std::move(all)};
  }

  engine::StepOutcome create_identified(const engine::CreateObject& call) {
    const std::string number = std::to_string(++made);
    if (call.kind == "sql_warehouse") {
      const std::string name = engine::text_of(call.fields, "name");
      if (std::holds_alternative<engine::Found>(bearers({call.kind, name}))) {
        throw engine::ProviderError(engine::ErrorClass::Conflict, name + " already exists");
      }
      warehouse("00000000" + number, name, call.fields);
      return {"00000000" + number, content.identified.at({call.kind, "00000000" + number})};
    }
    const std::string id = "900" + number;
    const std::string application =
        "00000000-0000-4000-9000-" + std::string(12 - number.size(), '0') + number;
    principal(id, application, engine::text_of(call.fields, "display_name"), call.fields);
    if (has_account_plane) {
      content.acls[kAssignments].direct.erase(id);
      content.identified.at({call.kind, id})["entitlements"] = engine::List{};  // ignored
    }
    return {id, content.identified.at({call.kind, id})};
  }

  inline static const engine::AclOf kAssignments{"workspace_assignment", engine::kWorkspaceThing};

  /// Whether the workspace knows a principal, by id or application id.
  [[nodiscard]] bool is_assigned(const std::string& principal) const {
    const auto assignments = content.acls.find(kAssignments);
    if (!has_account_plane) return true;
    if (assignments == content.acls.end()) return false;
    for (const auto& [key, fields] : content.identified) {
      const bool is_it =
          key.id == principal || engine::text_of(fields, "application_id") == principal;
      if (is_it && assignments->second.direct.contains(key.id)) return true;
    }
    return false;
  }

  void require_assigned(const std::string& principal) const {
    if (is_assigned(principal)) return;
    throw engine::ProviderError(engine::ErrorClass::NotVisible,
                                principal + " is not in the workspace");
  }

  engine::StepOutcome update_identified(const engine::UpdateObject& call) {
    const auto it = content.identified.find({call.kind, *call.id.text()});
    if (it == content.identified.end()) {
      throw engine::ProviderError(engine::ErrorClass::NotFound, *call.id.text() + " is not there");
    }
    for (const auto& [name, value] : call.changed) it->second.insert_or_assign(name, value);
    if (call.kind == "service_principal" && !call.words.empty()) require_assigned(*call.id.text());
    for (const auto& [name, delta] : call.words) {
      engine::Privileges members;
      for (const engine::Value& item : *it->second[name].list()) members.insert(*item.text());
      members = engine::united(engine::without(members, delta.remove), delta.add);
      it->second.insert_or_assign(name, engine::List(members.begin(), members.end()));
    }
    return {*call.id.text(), it->second};
  }

  void remove_identified(const engine::ById& key) {
    const auto it = content.identified.find(key);
    if (it == content.identified.end()) return;
    const std::string application = engine::text_of(it->second, "application_id");
    content.identified.erase(it);
    content.secrets.erase(key.id);
    content.acls.erase({"permission", "sql_warehouse:" + key.id});
    for (auto& [of, acl] : content.acls) {
      acl.direct.erase(key.id);
      acl.direct.erase(application);
    }
    for (auto& [on, grants] : content.grants) grants.unnamed += grants.direct.erase(application);
  }

  void write_acl(const engine::WriteAcl& call) {
    if (call.kind == "permission") {
      for (const auto& entry : call.entries) require_assigned(*entry.principal.text());
    }
    engine::Acl& acl = content.acls[{call.kind, *call.thing.text()}];
    for (const engine::AclEntry& entry : call.entries) {
      if (entry.level.empty()) {
        acl.direct.erase(*entry.principal.text());
      } else {
        acl.direct[*entry.principal.text()] = entry.level;
      }
    }
  }

  engine::StepOutcome issue(const engine::IssueSecret& call) {
    auto& all = content.secrets[*call.principal_id.text()];
    if (!call.repeated_since.empty()) {
      std::erase_if(all, [&](const auto& s) { return !call.ids_before.contains(s.id); });
    }
    engine::SecretInfo info{"secret-" + std::to_string(++made), "hash", now, {}};
    info.expires = engine::rfc3339_of(*engine::epoch_seconds(now) + call.lifetime_s);
    all.push_back(info);
    content.values.insert(info.id);
    return {info.id,
            {{"created", info.created},
             {"expires", info.expires},
             {"hash", info.hash},
             {"id", info.id}}};
  }

  void store(const engine::StoreSecret& call) {
    const auto text = [&](const char* name) { return engine::text_of(call.label, name); };
    const auto held = content.sinks.find(call.sink);
    const bool keeps = call.keeps_value && held != content.sinks.end() &&
                       held->second.secret_id == text("secret_id");
    if (!keeps && content.values.erase(text("secret_id")) == 0) {
      throw engine::ProviderError(engine::ErrorClass::Ours, "the value is lost");
    }
    content.sinks[call.sink] = {
        text("host"), text("stack"), text("client_id"), text("secret_id"), text("expires"), {}};
    for (const char* name : engine::kSinkSettings) {
      const engine::Value* setting = engine::find(call.label, name);
      if (setting != nullptr) content.sinks[call.sink].settings.emplace(name, *setting);
    }
  }

  void prove(const engine::ProveSecret& call) const {
    const engine::SinkLabel& label = content.sinks.at(call.sink);
    for (const auto& [principal, all] : content.secrets) {
      for (const engine::SecretInfo& info : all) {
        const bool is_it = info.id == label.secret_id && info.id == *call.secret_id.text();
        if (is_it) require_assigned(principal);
        if (is_it) return;
      }
    }
    throw engine::ProviderError(engine::ErrorClass::Unauthenticated, "the secret does not work");
  }

  engine::StepOutcome carry_out(const engine::CreateObject& c) {
    if (engine::descriptor_of(c.kind).by_id) return create_identified(c);
    const std::string name = full_name(engine::descriptor_of(c.kind), c.fields);
    if (content.objects.contains({c.kind, name})) {
      throw engine::ProviderError(engine::ErrorClass::Conflict, name + " already exists");
    }
    if (c.kind == "catalog") catalog(name, c.fields);
    if (c.kind != "catalog") {
      engine::Fields fields = c.fields;
      fields.emplace("owner", runner);
      content.objects[{c.kind, name}] = std::move(fields);
    }
    content.objects.at({c.kind, name}).emplace("storage_location", "s3://sim/" + name);
    return engine::StepOutcome{name, content.objects.at({c.kind, name})};
  }
  engine::StepOutcome carry_out(const engine::UpdateObject& c) {
    if (engine::descriptor_of(c.kind).by_id) return update_identified(c);
    const auto it = content.objects.find({c.kind, *c.id.text()});
    if (it == content.objects.end()) {
      throw engine::ProviderError(engine::ErrorClass::NotFound, *c.id.text() + " does not exist");
    }
    for (const auto& [name, value] : c.changed) it->second.insert_or_assign(name, value);
    return engine::StepOutcome{*c.id.text(), it->second};
  }
  engine::StepOutcome carry_out(const engine::DeleteObject& c) {
    if (engine::descriptor_of(c.kind).by_id) {
      remove_identified({c.kind, c.id});
    } else {
      remove({c.kind, c.id}, c.with_contents);
    }
    return engine::StepOutcome{c.id, {}};
  }
  engine::StepOutcome carry_out(const engine::PatchGrants& c) {
    if (!content.objects.contains(c.on)) {
      throw engine::ProviderError(engine::ErrorClass::NotFound, c.on.full_name + " does not exist");
    }
    patch(c);
    return engine::StepOutcome{};
  }
  engine::StepOutcome carry_out(const engine::WriteAcl& c) {
    write_acl(c);
    return engine::StepOutcome{};
  }
  engine::StepOutcome carry_out(const engine::IssueSecret& c) { return issue(c); }
  engine::StepOutcome carry_out(const engine::StoreSecret& c) {
    store(c);
    return engine::StepOutcome{};
  }
  engine::StepOutcome carry_out(const engine::ProveSecret& c) {
    prove(c);
    return engine::StepOutcome{};
  }
  engine::StepOutcome carry_out(const engine::RetireSecret& c) {
    std::erase_if(content.secrets[c.principal_id], [&](const auto& s) { return s.id == c.id; });
    return engine::StepOutcome{};
  }
  engine::StepOutcome perform(const engine::Call& call) {
    return std::visit([&](const auto& that) { return carry_out(that); }, call);
  }

  static bool stands_in(const engine::Securable& inner, const engine::Securable& outer) {
    for (auto at = engine::parent_of(inner); at; at = engine::parent_of(*at)) {
      if (*at == outer) return true;
    }
    return false;
  }

  void remove(const engine::Securable& object, bool with_contents) {
    for (const auto& [securable, fields] : content.objects) {
      const bool counts = engine::parent_of(securable) == object &&
                          !securable.full_name.ends_with(".information_schema");
      if (counts && !with_contents) {
        throw engine::ProviderError(engine::ErrorClass::Invalid,
                                    object.full_name + " is not empty");
      }
    }
    std::erase_if(content.objects, [&](const auto& item) {
      return item.first == object || stands_in(item.first, object);
    });
    std::erase_if(content.grants, [&](const auto& item) {
      return item.first == object || stands_in(item.first, object);
    });
  }

  void patch(const engine::PatchGrants& patch) {
    engine::Grants& grants = content.grants[patch.on];
    for (const engine::GrantDelta& delta : patch.deltas) {
      const std::string principal = *delta.principal.text();
      const engine::Privileges after =
          engine::applied(grants.direct[principal], {delta.add, delta.remove});
      if (after.empty()) {
        grants.direct.erase(principal);
      } else {
        grants.direct[principal] = after;
      }
    }
    if (grants.direct.empty() && grants.unnamed == 0) content.grants.erase(patch.on);
  }

  std::mutex mutex_;
};

}  // namespace dgctl::tests
