#include "providers/databricks/provider.h"

#include <algorithm>
#include <exception>
#include <functional>
#include <map>
#include <optional>

#include <nlohmann/json.hpp>

#include "engine/model/overloaded.h"
#include "providers/databricks/json.h"
#include "providers/databricks/kinds.h"
#include "providers/databricks/secrets.h"
#include "providers/databricks/side_by_side.h"

namespace dgctl::providers {
namespace {

using engine::Lookup;
using engine::ReadResult;
using Work = std::function<void()>;

/// What the reader of JSON says, without its own number for it.
std::string plain_words(const std::string& words) {
  const std::size_t end = words.starts_with('[') ? words.find("] ") : std::string::npos;
  return end == std::string::npos ? words : words.substr(end + 2);
}

/// Turns what a body of an unexpected form makes of reading it into an error that says so. Such a
/// body is that of a success: what was to be done may have been.
template <class Reading>
auto understood(const std::string& what, Reading reading, bool may_have_happened = false) {
  const auto not_the_apis = [&](const std::exception& error) {
    engine::ProviderError told(
        engine::ErrorClass::Invalid,
        what + " was answered in a form that is not the API's: " + plain_words(error.what()));
    told.may_have_happened = may_have_happened;
    return told;
  };
  try {
    return reading();
  } catch (const nlohmann::json::exception& error) {
    throw not_the_apis(error);
  } catch (const UnexpectedForm& error) {
    throw not_the_apis(error);
  }
}

engine::ProviderError no_object(const std::string& kind) {
  return {engine::ErrorClass::Ours, "no object is of kind " + kind};
}

/// Sinks are not the workspace's, and secrets are issued through another edge.
engine::ProviderError elsewhere(const std::string& what) {
  return {engine::ErrorClass::Ours, what + " was asked of the workspace"};
}

/// What a look-up may be listed with: all with the same collection and parent are one listing.
struct Listable {
  std::string what, parent;
  auto operator<=>(const Listable&) const = default;
};

std::optional<Listable> listable(const Lookup& lookup) {
  if (const auto* by = std::get_if<engine::ByName>(&lookup)) {
    const ObjectKind* kind = object_kind(by->kind);
    if (kind == nullptr) return std::nullopt;
    const auto parent = engine::parent_of({by->kind, by->name});
    return Listable{by->kind, parent ? parent->full_name : std::string()};
  }
  if (const auto* who = std::get_if<engine::WhoIs>(&lookup)) {
    return Listable{kind_of_principal(who->principal), {}};
  }
  return std::nullopt;
}

/// The listings that save requests: of kinds of which more are wanted than are read one by one.
std::map<Listable, std::vector<std::size_t>> listings(std::span<const Lookup> wanted) {
  std::map<std::string, std::size_t> of_kind;
  std::map<Listable, std::vector<std::size_t>> by_parent;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::optional<Listable> key = listable(wanted[i]);
    if (!key) continue;
    ++of_kind[key->what];
    by_parent[*key].push_back(i);
  }
  std::erase_if(by_parent, [&](const auto& item) {
    return of_kind[item.first.what] <= DatabricksProvider::kReadOneByOne || item.second.size() < 2;
  });
  return by_parent;
}

/// Reads by one listing what it tells, by index. What it does not name stays open: a listing leaves
/// out what may not be seen.
std::map<std::size_t, ReadResult> read_by_listing(Rest& rest,
                                                  const Listable& key,
                                                  const std::vector<std::size_t>& indices,
                                                  std::span<const Lookup> wanted,
                                                  const std::stop_token& stop) {
  std::map<std::size_t, ReadResult> results;
  try {
    if (const ObjectKind* kind = object_kind(key.what)) {
      const auto all = list_objects(rest, *kind, key.parent, stop);
      for (const std::size_t i : indices) {
        const auto it = all.find(std::get<engine::ByName>(wanted[i]).name);
        if (it != all.end()) results.emplace(i, engine::Found{it->second});
      }
      return results;
    }
    const auto all = list_principals(rest, key.what, stop);
    for (const std::size_t i : indices) {
      const auto it = all.find(std::get<engine::WhoIs>(wanted[i]).principal);
      if (it != all.end() && !it->second.workspace_local) {
        results.emplace(i, engine::Found{it->second});
      }
    }
  } catch (const engine::ProviderError& error) {
    const bool tells_nothing = error.error_class == engine::ErrorClass::Denied ||
                               error.error_class == engine::ErrorClass::NotFound;
    if (!tells_nothing) throw;
  }
  return results;
}

}  // namespace

DatabricksProvider::DatabricksProvider(Transport& transport,
                                       engine::Clock& clock,
                                       ProviderOptions options)
    : rest_(transport, clock),
      parallelism_(options.parallelism),
      workspace_id_(options.workspace_id) {
  if (!options.account) return;
  account_.emplace(options.account->transport, clock);
  account_id_ = std::move(options.account->id);
}

Planes DatabricksProvider::planes() {
  if (!account_) return {rest_, std::nullopt};
  return {rest_, AccountPlane{*account_, account_id_, workspace_id_}};
}

Planes DatabricksProvider::planes_with_workspace(const std::stop_token& stop) {
  if (account_ && workspace_id_ == 0) read_one(engine::CurrentWorkspace{}, stop);
  return planes();
}

Planes DatabricksProvider::planes_of(const std::string& entries, const std::stop_token& stop) {
  const bool is_of_workspace = engine::descriptor_of(entries).admits;
  return is_of_workspace ? planes_with_workspace(stop) : planes();
}

ReadResult DatabricksProvider::read_current_workspace(const std::stop_token& stop) {
  ReadResult result = read_workspace(rest_, stop);
  const auto* found = std::get_if<engine::Found>(&result);
  const auto* ids = found == nullptr ? nullptr : std::get_if<engine::WorkspaceIds>(&found->live);
  if (ids != nullptr) workspace_id_ = ids->workspace_id;
  return result;
}

ReadResult DatabricksProvider::read_one(const Lookup& lookup, const std::stop_token& stop) {
  return std::visit(
      engine::Overloaded{
          [&](const engine::CurrentWorkspace&) { return read_current_workspace(stop); },
          [&](const engine::CurrentAccount&) { return read_account(rest_, stop); },
          [&](const engine::Runner&) { return read_runner(rest_, stop); },
          [&](const engine::ByName& by) {
            if (const IdKind* kind = id_kind(by.kind)) {
              return kind->read_by_name(planes(), by.name, stop);
            }
            if (const SeenKind* kind = seen_kind(by.kind)) return kind->read(rest_, by.name, stop);
            const ObjectKind* kind = object_kind(by.kind);
            if (kind == nullptr) throw no_object(by.kind);
            return read_object(rest_, *kind, by.name, stop);
          },
          [&](const engine::ById& by) {
            const IdKind* kind = id_kind(by.kind);
            if (kind == nullptr) throw no_object(by.kind);
            return kind->read_by_id(planes(), by.id, stop);
          },
          [&](const engine::AclOf& acl) {
            return acl_kind(acl.kind).read(planes_of(acl.kind, stop), acl.thing, stop);
          },
          [&](const engine::SecretsOf& of) {
            if (!account_) return read_secrets(rest_, of.principal_id, stop);
            return read_secrets(*account_, of.principal_id, stop, account_principals(account_id_));
          },
          [&](const engine::OtherWorkspacesOf& of) {
            const std::optional<AccountPlane> account = planes_with_workspace(stop).account;
            if (!account) throw elsewhere(to_string(lookup));
            return read_other_workspaces(*account, of.principal_id, stop);
          },
          [&](const engine::InSink&) -> ReadResult { throw elsewhere(to_string(lookup)); },
          [&](const engine::GrantsOn& grants) { return read_grants(rest_, grants.on, stop); },
          [&](const engine::Below& below) { return read_below(rest_, below, stop); },
          [&](const engine::WhoIs& who) { return read_principal(rest_, who.principal, stop); },
      },
      lookup);
}

std::vector<ReadResult> DatabricksProvider::read(std::span<const Lookup> wanted,
                                                 std::stop_token stop) {
  std::vector<std::optional<ReadResult>> results(wanted.size());
  const auto lists = listings(wanted);
  std::vector<Work> work;
  const auto do_all = [&](const std::vector<Work>& all) {
    do_side_by_side(all.size(), parallelism_, [&](std::size_t i) { all[i](); }, stop);
  };
  std::vector<bool> listed(wanted.size(), false);
  for (const auto& listing : lists) {
    for (const std::size_t i : listing.second) listed[i] = true;
    work.emplace_back([&, told_by = &listing] {
      const auto& [key, indices] = *told_by;
      const std::string what = "the listing of " + key.what + "s";
      auto told = understood(what, [&, &of = key, &which = indices] {
        return read_by_listing(rest_, of, which, wanted, stop);
      });
      for (auto& [at, found] : told) results[at] = std::move(found);
    });
  }
  const auto read_alone = [&](std::size_t i) {
    work.emplace_back([&, i] {
      results[i] = understood(to_string(wanted[i]), [&] { return read_one(wanted[i], stop); });
    });
  };
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!listed[i]) read_alone(i);
  }
  do_all(work);

  work.clear();
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (!results[i]) read_alone(i);
  }
  do_all(work);

  std::vector<ReadResult> all;
  all.reserve(results.size());
  for (std::optional<ReadResult>& result : results) {
    if (result) all.push_back(std::move(*result));  // as all have by now
  }
  return all;
}

engine::StepOutcome DatabricksProvider::write_update(const engine::UpdateObject& call,
                                                     const std::stop_token& stop) {
  const ObjectKind* kind = object_kind(call.kind);
  const std::string mode = engine::text_of(call.changed, "isolation_mode");
  const bool isolates = kind != nullptr && !mode.empty() && mode == kind->isolated;
  if (isolates && call.id.text() != nullptr) {
    if (workspace_id_ == 0) read_one(engine::CurrentWorkspace{}, stop);
    bind_object(rest_, {call.kind, *call.id.text()}, workspace_id_, stop);
  }
  return update_object(rest_, call, stop);
}

engine::StepOutcome DatabricksProvider::write(const engine::Step& step, std::stop_token stop) {
  return understood(
      "step " + std::to_string(step.id), [&] { return write_call(step.call, stop); }, true);
}

engine::StepOutcome DatabricksProvider::write_call(const engine::Call& written,
                                                   const std::stop_token& stop) {
  const auto not_ours = [&]() -> engine::StepOutcome { throw elsewhere(to_string(written)); };
  return std::visit(engine::Overloaded{
                        [&](const engine::CreateObject& call) {
                          const IdKind* kind = id_kind(call.kind);
                          return kind == nullptr ? create_object(rest_, call, stop)
                                                 : kind->create(planes(), call.fields, stop);
                        },
                        [&](const engine::UpdateObject& call) {
                          const IdKind* kind = id_kind(call.kind);
                          return kind == nullptr ? write_update(call, stop)
                                                 : kind->update(planes(), call, stop);
                        },
                        [&](const engine::DeleteObject& call) {
                          if (const IdKind* kind = id_kind(call.kind)) {
                            kind->remove(planes(), call.id, stop);
                          } else {
                            delete_object(rest_, call, stop);
                          }
                          return engine::StepOutcome{call.id, {}};
                        },
                        [&](const engine::PatchGrants& call) {
                          patch_grants(rest_, call, stop);
                          return engine::StepOutcome{};
                        },
                        [&](const engine::WriteAcl& call) {
                          acl_kind(call.kind).write(planes_of(call.kind, stop), call, stop);
                          return engine::StepOutcome{};
                        },
                        [&](const engine::IssueSecret&) { return not_ours(); },
                        [&](const engine::StoreSecret&) { return not_ours(); },
                        [&](const engine::ProveSecret&) { return not_ours(); },
                        [&](const engine::RetireSecret&) { return not_ours(); },
                    },
                    written);
}

}  // namespace dgctl::providers
