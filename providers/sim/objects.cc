#include "providers/sim/objects.h"

#include "providers/sim/catalog_words.h"
#include "providers/sim/names.h"

namespace dgctl::providers::sim {
namespace {

/// Keys like unity.catalog.managed.delta.defaults.x are the service's own.
bool is_injected(std::string_view key) {
  return key.starts_with("unity.catalog.managed.") &&
         key.find(".defaults.") != std::string_view::npos;
}

void read_properties(Settings& settings, Reader& body) {
  if (!body.has("properties")) return;
  Texts properties = body.text_map("properties");
  for (const auto& [key, value] : settings.properties) {
    if (is_injected(key)) properties.emplace(key, value);
  }
  settings.properties = std::move(properties);
}

}  // namespace

void put_settings(Members& body, const State& state, const Settings& settings) {
  put_unless_empty(body, "comment", settings.comment);
  put_text_map(body, "properties", settings.properties);
  put_unless_empty(body, "storage_root", settings.storage_root);
  put(body, "enable_predictive_optimization", settings.enable_predictive_optimization);
  Members flag;
  if (settings.enable_predictive_optimization == "INHERIT") {
    put(flag, "value", std::string("ENABLE"));
    put(flag, "inherited_from_type", std::string("METASTORE"));
    put(flag, "inherited_from_name", metastore_of(state).name);
  } else {
    put(flag, "value", settings.enable_predictive_optimization);
  }
  put(body, "effective_predictive_optimization_flag", std::move(flag));
  if (const auto hours = settings.custom_max_retention_hours) {
    put(body, "custom_max_retention_hours", *hours);
  }
}

void put_stamps(Members& body, const Securable& securable) {
  put(body, "created_at", securable.created.at_ms);
  put(body, "created_by", securable.created.by);
  put(body, "updated_at", securable.updated.at_ms);
  put(body, "updated_by", securable.updated.by);
}

std::string checked_name(const std::string& name, const char* rpc, const char* field) {
  if (!is_valid_name(name)) {
    throw invalid(std::string("Invalid input: RPC ") + rpc + " Field " + field + ": name \"" +
                  name +
                  "\" is not a valid name. It must have 1 to 255 characters and no '.', '/', "
                  "space or control character.");
  }
  return folded(name);
}

void read_common_settings(Settings& settings, Reader& body) {
  settings.comment = body.text("comment", settings.comment);
  read_properties(settings, body);
  if (body.has("custom_max_retention_hours")) {
    settings.custom_max_retention_hours = body.number("custom_max_retention_hours", 0);
  }
}

void read_predictive_optimization(Settings& settings, Reader& body) {
  settings.enable_predictive_optimization = body.word("enable_predictive_optimization",
                                                      predictive_optimizations(),
                                                      settings.enable_predictive_optimization);
}

std::string normalised_root(std::string root) {
  if (!root.empty() && root.back() == '/') root.pop_back();
  return root;
}

void require_update(const Access& access,
                    const Call& call,
                    const Place& place,
                    const ChangedFields& fields) {
  if (access.owns(securable(place))) return;
  const bool manages = access.manages(place);
  const bool may_owner = manages || call.asker.metastore_admin;
  if (fields.others || (fields.name && !manages) || (fields.owner && !may_owner)) {
    throw access.sees(place) || manages ? not_an_owner(place) : access.hidden(place);
  }
}

Refusal not_empty(const State& state, const Place& place) {
  return {static_cast<int>(state.switches.not_empty_status),
          std::string(kind_code(place)) + "_NOT_EMPTY",
          std::string(kind_word(place)) + " '" + full_name(place) + "' is not empty."};
}

}  // namespace dgctl::providers::sim
