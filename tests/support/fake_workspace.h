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
#include "engine/model/overloaded.h"
#include "engine/model/privileges.h"

namespace dgctl::tests {

/// A workspace as a value: what it holds, what was asked of it. Answers a Provider's calls as the
/// simulated workspace would, without REST. Every principal exists unless it is named `missing`.
class FakeWorkspace : public engine::Provider {
 public:
  struct Content {
    std::map<engine::Securable, engine::Fields> objects;
    std::map<engine::Securable, engine::Grants> grants;
    bool operator==(const Content&) const = default;
  };

  Content content;
  std::set<std::string> missing;    ///< principals that do not exist
  std::set<engine::Lookup> hidden;  ///< look-ups that may not be seen
  std::string runner = "ada@example.com";
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
    return std::visit(
        engine::Overloaded{
            [](const engine::CurrentWorkspace&) -> engine::ReadResult {
              return engine::Found{
                  engine::WorkspaceIds{7201983344556677, "5d1f0c1e-0000-4000-8000-000000000002"}};
            },
            [](const engine::CurrentAccount&) -> engine::ReadResult {
              return engine::Found{engine::AccountId{"7a1b2c3d-0000-4000-8000-000000000001"}};
            },
            [&](const engine::Runner&) -> engine::ReadResult {
              return engine::Found{engine::Identity{runner, "user", runner, {}, true, false}};
            },
            [&](const engine::ByName& by) -> engine::ReadResult {
              const auto it = content.objects.find({by.kind, by.name});
              if (it == content.objects.end()) return engine::Absent{};
              engine::Object object{by.kind, by.name, it->second, std::nullopt};
              object.owner = engine::text_of(it->second, "owner");
              return engine::Found{std::move(object)};
            },
            [&](const engine::GrantsOn& grants) -> engine::ReadResult {
              if (!content.objects.contains(grants.on)) return engine::Absent{};
              const auto it = content.grants.find(grants.on);
              return engine::Found{it == content.grants.end() ? engine::Grants{} : it->second};
            },
            [&](const engine::Below& below) -> engine::ReadResult {
              engine::Names names;
              for (const auto& [securable, fields] : content.objects) {
                const auto parent = engine::parent_of(securable).value_or(engine::Securable{});
                if (parent == below.parent) names.push_back(securable.full_name);
              }
              return engine::Found{std::move(names)};
            },
            [&](const engine::WhoIs& who) -> engine::ReadResult {
              if (missing.contains(who.principal)) return engine::Absent{{"analysts"}, {}};
              return engine::Found{
                  engine::Identity{who.principal, "group", who.principal, {}, true, false}};
            },
        },
        lookup);
  }

 private:
  engine::StepOutcome perform(const engine::Call& call) {
    return std::visit(
        engine::Overloaded{
            [&](const engine::CreateObject& c) {
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
            },
            [&](const engine::UpdateObject& c) {
              const auto it = content.objects.find({c.kind, *c.id.text()});
              if (it == content.objects.end()) {
                throw engine::ProviderError(engine::ErrorClass::NotFound,
                                            *c.id.text() + " does not exist");
              }
              for (const auto& [name, value] : c.changed) it->second.insert_or_assign(name, value);
              return engine::StepOutcome{*c.id.text(), it->second};
            },
            [&](const engine::DeleteObject& c) {
              remove({c.kind, c.id}, c.with_contents);
              return engine::StepOutcome{c.id, {}};
            },
            [&](const engine::PatchGrants& c) {
              if (!content.objects.contains(c.on)) {
                throw engine::ProviderError(engine::ErrorClass::NotFound,
                                            c.on.full_name + " does not exist");
              }
              patch(c);
              return engine::StepOutcome{};
            },
        },
        call);
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
