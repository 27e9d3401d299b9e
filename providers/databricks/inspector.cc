#include "providers/databricks/inspector.h"

#include <algorithm>
#include <array>
#include <ctime>

#include <nlohmann/json.hpp>

#include "engine/model/descriptor.h"
#include "engine/model/privileges.h"
#include "providers/databricks/fields.h"
#include "providers/databricks/kinds.h"
#include "providers/databricks/side_by_side.h"

namespace dgctl::providers {
namespace {

using engine::Look;
using engine::SecurableFacts;
using engine::Unseen;
using Json = nlohmann::json;

constexpr const char* kScim = "/api/2.0/preview/scim/v2";
constexpr std::size_t kMostGroups = 500;  // more than anybody may be in, at ten levels

/// Passes requests on and keeps the time that the last answer bears.
class DatedTransport : public Transport {
 public:
  explicit DatedTransport(Transport& under) : under_(under) {}

  Response send(const Request& request, std::stop_token stop) override {
    Response response = under_.send(request, std::move(stop));
    date = header(response, "Date");
    return response;
  }
  std::string date;

 private:
  Transport& under_;
};

// https://www.rfc-editor.org/rfc/rfc9110#name-date-time-formats: the form that servers must send.
std::optional<std::chrono::system_clock::time_point> time_of(const std::string& date) {
  std::tm parts{};
  const char* end = strptime(date.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  if (end == nullptr || *end != '\0') return std::nullopt;
  return std::chrono::system_clock::from_time_t(timegm(&parts));
}

/// What looking yields, or why it could not be.
template <class Looking>
auto looked(Looking looking) -> Look<decltype(looking())> {
  try {
    return looking();
  } catch (const engine::ProviderError& error) {
    return Unseen{error.error_class, error.what()};
  } catch (const Json::exception& error) {
    return Unseen{engine::ErrorClass::Invalid,
                  std::string("the answer is not in the API's form: ") + error.what()};
  }
}

/// The texts under one name of all entries of a list: SCIM's way to write a set.
std::set<std::string> texts_in(const Json& body, const char* list, const char* name) {
  std::set<std::string> texts;
  for (const Json& entry : body.value(list, Json::array())) {
    std::string text = entry.value(name, std::string());
    if (!text.empty()) texts.insert(std::move(text));
  }
  return texts;
}

/// Goes up from the groups that somebody is directly in: whether a list holds those above as well
/// is not told.
class GroupWalk {
 public:
  GroupWalk(Rest& rest, engine::Asker& asker, const std::stop_token& stop)
      : rest_(rest), asker_(asker), stop_(stop) {}

  void run(const Json& me) {
    add(me);
    for (std::size_t i = 0; i < ids_.size() && i < kMostGroups; ++i) {
      const std::string id = ids_[i];
      const Look<bool> look = looked([&] {
        const Json group =
            Json::parse(rest_.get(std::string(kScim) + "/Groups/" + percent_encoded(id),
                                  {{"attributes", "displayName,groups,entitlements"}},
                                  stop_));
        add(group);
        note_if_cut(group);
        return true;
      });
      const auto* unseen = std::get_if<Unseen>(&look);
      // A group of the account that is not of the workspace is none of its own.
      const bool is_elsewhere =
          unseen != nullptr && unseen->error_class == engine::ErrorClass::NotFound;
      if (unseen != nullptr && !is_elsewhere) asker_.unseen_groups = unseen->reason;
    }
  }

 private:
  void add(const Json& holder) {
    asker_.entitlements.merge(texts_in(holder, "entitlements", "value"));
    for (const Json& group : holder.value("groups", Json::array())) {
      const std::string name = group.value("display", std::string());
      const std::string id = group.value("value", std::string());
      if (!name.empty()) asker_.groups.insert(name);
      if (!id.empty() && known_.insert(id).second) ids_.push_back(id);
    }
  }

  /// Who is no admin is shown little of a group, and cannot tell that from a group without more.
  void note_if_cut(const Json& group) {
    const bool shows_more = group.contains("groups") || group.contains("entitlements");
    if (shows_more || asker_.groups.contains("admins")) return;
    asker_.unseen_groups =
        "in which groups its groups are, and what these may do, is shown to workspace admins only";
  }

  Rest& rest_;
  engine::Asker& asker_;
  const std::stop_token& stop_;
  std::set<std::string> known_;
  std::vector<std::string> ids_;
};

engine::Asker read_asker(Rest& rest, const std::stop_token& stop) {
  const Json me = Json::parse(rest.get(std::string(kScim) + "/Me", {}, stop));
  engine::Asker asker;
  asker.name = engine::canonical_principal(me.value("userName", std::string()));
  asker.display_name = me.value("displayName", std::string());
  asker.is_account_admin = texts_in(me, "roles", "value").contains("account_admin");
  GroupWalk(rest, asker, stop).run(me);
  return asker;
}

/// Looks at one securable.
class Looking {
 public:
  Looking(Rest& rest, const std::set<std::string>& names, const std::stop_token& stop)
      : rest_(rest), names_(names), stop_(stop) {}

  SecurableFacts at(const engine::Securable& securable) {
    SecurableFacts facts;
    facts.securable = securable;
    if (securable.type != "metastore") read_object(facts);
    const bool is_gone = facts.unseen && facts.unseen->error_class == engine::ErrorClass::NotFound;
    if (!is_gone) facts.held = held_on(securable);
    const bool may_be_bound = securable.type == "catalog" && !is_gone &&
                              (facts.unseen || facts.isolation_mode == "ISOLATED");
    if (may_be_bound) facts.bindings = bindings_of(securable);
    return facts;
  }

 private:
  void read_object(SecurableFacts& facts) {
    const engine::Securable& of = facts.securable;
    const Look<bool> look = looked([&] {
      const ObjectKind* kind = object_kind(of.type);
      const std::string collection = kind == nullptr ? of.type + "s" : kind->collection;
      const Json body = Json::parse(
          rest_.get(catalog_path({collection, of.full_name}), {{"include_browse", "true"}}, stop_));
      facts.owner = engine::canonical_principal(body.value("owner", std::string()));
      facts.browse_only = body.value("browse_only", false);
      facts.catalog_type = body.value("catalog_type", std::string());
      facts.isolation_mode = body.value("isolation_mode", std::string());
      facts.storage_root = body.value("storage_root", std::string());
      return true;
    });
    if (const auto* unseen = std::get_if<Unseen>(&look)) facts.unseen = *unseen;
  }

  /// The grants of those names in a listing of everybody's, or of one.
  engine::Privileges read_grants(const engine::Securable& on, const Query& query) {
    engine::Privileges held;
    rest_.pages(
        catalog_path({"permissions", on.type, on.full_name}),
        query,
        [&](const std::string& page) {
          const Json body = Json::parse(page);
          for (const Json& entry : body.value("privilege_assignments", Json::array())) {
            const auto who = engine::canonical_principal(entry.value("principal", std::string()));
            if (!names_.contains(who)) continue;
            for (const Json& word : entry.value("privileges", Json::array())) {
              held.insert(in_rest_spelling(word.get<std::string>()));
            }
          }
        },
        stop_);
    return held;
  }

  Look<engine::Privileges> held_on(const engine::Securable& on) {
    Look<engine::Privileges> all = looked([&] { return read_grants(on, {}); });
    const auto* unseen = std::get_if<Unseen>(&all);
    if (unseen == nullptr || unseen->error_class != engine::ErrorClass::Denied) return all;
    // Not everybody's: perhaps one's own.
    engine::Privileges held;
    for (const std::string& name : names_) {
      const Look<engine::Privileges> own =
          looked([&] { return read_grants(on, {{"principal", name}}); });
      const auto* refused = std::get_if<Unseen>(&own);
      // A group of the workspace alone has no grants, and is not known here.
      const bool is_unknown_here =
          refused != nullptr && (refused->error_class == engine::ErrorClass::NotFound ||
                                 refused->error_class == engine::ErrorClass::NotVisible);
      if (is_unknown_here) continue;
      if (refused != nullptr) return all;
      held = engine::united(held, std::get<engine::Privileges>(own));
    }
    return held;
  }

  // https://docs.databricks.com/api/workspace/workspacebindings/getbindings
  Look<std::map<std::int64_t, std::string>> bindings_of(const engine::Securable& catalog) {
    return looked([&] {
      std::map<std::int64_t, std::string> bindings;
      rest_.pages(
          catalog_path({"bindings", catalog.type, catalog.full_name}),
          {kServersPageSize},
          [&](const std::string& page) {
            for (const Json& entry : Json::parse(page).value("bindings", Json::array())) {
              bindings[entry.value("workspace_id", std::int64_t{0})] =
                  entry.value("binding_type", std::string());
            }
          },
          stop_);
      return bindings;
    });
  }

  Rest& rest_;
  const std::set<std::string>& names_;
  const std::stop_token& stop_;
};

}  // namespace

DatabricksInspector::DatabricksInspector(Transport& transport,
                                         engine::Clock& clock,
                                         ProviderOptions options)
    : transport_(transport),
      clock_(clock),
      rest_(transport, clock),
      parallelism_(options.parallelism) {
  if (!options.account) return;
  account_.emplace(options.account->transport, clock);
  account_id_ = std::move(options.account->id);
}

engine::Contact DatabricksInspector::contact(std::stop_token stop) {
  DatedTransport dated(transport_);
  Rest rest(dated, clock_);
  engine::Contact contact{looked([&] { return read_asker(rest, stop); }), std::nullopt};
  if (const auto there = time_of(dated.date)) {
    contact.ahead = std::chrono::duration_cast<std::chrono::seconds>(clock_.now() - *there);
  }
  return contact;
}

// https://docs.databricks.com/api/workspace/metastores/summary
Look<engine::Metastore> DatabricksInspector::metastore(std::stop_token stop) {
  return looked([&] {
    const Json body = Json::parse(rest_.get(catalog_path({"metastore_summary"}), {}, stop));
    return engine::Metastore{body.value("metastore_id", std::string()),
                             body.value("name", std::string()),
                             engine::canonical_principal(body.value("owner", std::string())),
                             body.value("storage_root", std::string()),
                             body.value("privilege_model_version", std::string())};
  });
}

std::vector<SecurableFacts> DatabricksInspector::look_at(std::span<const engine::Securable> wanted,
                                                         const std::set<std::string>& names,
                                                         std::stop_token stop) {
  std::vector<SecurableFacts> all(wanted.size());
  do_side_by_side(
      wanted.size(),
      parallelism_,
      [&](std::size_t i) { all[i] = Looking(rest_, names, stop).at(wanted[i]); },
      stop);
  return all;
}

// https://docs.databricks.com/api/workspace/ipaccesslists/list and …/workspaceconf/getstatus
Look<engine::IpAccess> DatabricksInspector::ip_access(std::stop_token stop) {
  return looked([&] {
    engine::IpAccess access;
    const Json conf =
        Json::parse(rest_.get("/api/2.0/workspace-conf", {{"keys", "enableIpAccessLists"}}, stop));
    // Null where nobody has ever set it.
    const Json enabled = conf.value("enableIpAccessLists", Json());
    access.enabled = enabled == "true" || enabled == true;
    if (!access.enabled) return access;
    const Json body = Json::parse(rest_.get("/api/2.0/ip-access-lists", {}, stop));
    for (const Json& entry : body.value("ip_access_lists", Json::array())) {
      if (!entry.value("enabled", true)) continue;
      engine::IpAccessList list;
      list.label = entry.value("label", std::string());
      list.is_block = entry.value("list_type", std::string()) == "BLOCK";
      for (const Json& address : entry.value("ip_addresses", Json::array())) {
        list.addresses.push_back(address.get<std::string>());
      }
      access.lists.push_back(std::move(list));
    }
    return access;
  });
}

Look<bool> DatabricksInspector::account(std::stop_token stop) {
  return looked([&] {
    if (!account_) {
      throw engine::ProviderError(engine::ErrorClass::Ours, "there is no account to look at");
    }
    account_->get(account_path(account_id_, "/scim/v2/ServicePrincipals"),
                  {{"attributes", "id"}, {"count", "1"}},
                  stop);
    return true;
  });
}

}  // namespace dgctl::providers
