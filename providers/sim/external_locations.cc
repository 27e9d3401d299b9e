#include "providers/sim/find.h"
#include "providers/sim/handlers.h"
#include "providers/sim/ids.h"
#include "providers/sim/location_words.h"
#include "providers/sim/objects.h"
#include "providers/sim/paging.h"

// What is read of https://docs.databricks.com/api/workspace/externallocations: who may do what, and
// that no location lies in another. Codes and texts of the refusals are UNVERIFIED.

namespace dgctl::providers::sim {
namespace {

constexpr const char* kLocationName = "managedcatalog.ExternalLocationInfo.name";

Members location_body(State& state, const Call& call, const Place& place) {
  const ExternalLocation& location = *place.location;
  Members body;
  put(body, "name", place.top_name);
  put(body, "url", location.url);
  put(body, "credential_name", location.credential_name);
  const auto credential = state.storage_credentials.find(location.credential_name);
  if (credential != state.storage_credentials.end()) {
    put(body, "credential_id", credential->second.id);
  }
  put(body, "owner", location.securable.owner);
  put_unless_empty(body, "comment", location.comment);
  put(body, "read_only", location.read_only);
  put(body, "fallback", location.fallback);
  put(body, "isolation_mode", location.isolation_mode);
  put(body, "metastore_id", metastore_of(state).id);
  if (!Access(state, call.asker).sees(place)) put(body, "browse_only", true);
  put_stamps(body, location.securable);
  return body;
}

void check_url(const State& state, const std::string& url, const std::string& but_for) {
  const std::size_t scheme = url.find("://");
  if (scheme == 0 || scheme == std::string::npos || scheme + 3 == url.size()) {
    throw invalid("'" + url + "' is no path in cloud storage, such as s3://bucket/folder");
  }
  for (const auto& [name, other] : state.external_locations) {
    if (name == but_for) continue;
    if (!lies_in(url, other.url) && !lies_in(other.url, url)) continue;
    std::string why = "LOCATION_OVERLAP: Input path url '";
    why.append(url).append("' overlaps with external location '").append(name).append("'");
    throw invalid(why);
  }
}

/// What is kept there and would be lost from sight.
void require_unused(const State& state, const Place& place) {
  const std::string& url = place.location->url;
  for (const auto& [name, catalog] : state.catalogs) {
    bool is_used = lies_in(catalog.settings.storage_root, url);
    for (const auto& [schema_name, schema] : catalog.schemas) {
      is_used = is_used || lies_in(schema.settings.storage_root, url);
      for (const auto& [volume_name, volume] : schema.volumes) {
        is_used = is_used || lies_in(volume.storage_location, url);
      }
    }
    if (!is_used) continue;
    throw Refusal(400,
                  "INVALID_STATE",
                  "External Location '" + place.top_name + "' is used by catalog '" + name + "'");
  }
}

/// The credential that a body names, and that the asker may use for a location.
std::string checked_credential(State& state, const Call& call, const std::string& written) {
  if (written.empty()) throw invalid("credential_name is missing");
  const Place place = find_storage_credential(state, written);
  const Access access(state, call.asker);
  const bool may = call.asker.metastore_admin || access.owns(place.credential->securable) ||
                   access.holds(place.credential->securable, "CREATE_EXTERNAL_LOCATION");
  if (!may) throw lacks("CREATE EXTERNAL LOCATION", "Storage Credential", place.top_name);
  return place.top_name;
}

void read_settings(ExternalLocation& location, Reader& body) {
  location.comment = body.text("comment", location.comment);
  location.read_only = body.flag("read_only", location.read_only);
  location.fallback = body.flag("fallback", location.fallback);
  // Nothing is opened here, so there is nothing to skip.
  body.flag("skip_validation");
}

struct LocationUpdate {
  ExternalLocation location;
  std::string name;
  ChangedFields fields;
  bool force = false;
};

LocationUpdate read_update(State& state, const Call& call, const Place& place, Reader& body) {
  LocationUpdate update{*place.location, place.top_name, {}, body.flag("force")};
  if (const auto name = body.optional_text("new_name")) {
    update.name = checked_name(*name, "UpdateExternalLocation", kLocationName);
    update.fields.name = true;
  }
  if (const auto owner = body.optional_text("owner")) {
    update.location.securable.owner = find_owner(state, *owner);
    update.fields.owner = true;
  }
  for (const char* name :
       {"url", "credential_name", "comment", "read_only", "fallback", "isolation_mode"}) {
    update.fields.others = body.has(name) || update.fields.others;
  }
  if (const auto url = body.optional_text("url")) update.location.url = normalised_root(*url);
  if (const auto credential = body.optional_text("credential_name")) {
    update.location.credential_name = checked_credential(state, call, *credential);
  }
  update.location.isolation_mode =
      body.word("isolation_mode", location_isolation_modes(), update.location.isolation_mode);
  read_settings(update.location, body);
  body.finish();
  return update;
}

Refusal already_exists(const std::string& name) {
  return {
      400, "EXTERNAL_LOCATION_ALREADY_EXISTS", "External Location '" + name + "' already exists"};
}

}  // namespace

Response create_external_location(State& state, const Call& call) {
  const Json json = body_json(call);
  Reader body(json, "");
  const std::string name = checked_name(body.text("name"), "CreateExternalLocation", kLocationName);
  ExternalLocation location;
  location.url = normalised_root(body.text("url"));
  const std::string credential = body.text("credential_name");
  read_settings(location, body);
  body.finish();
  const Access access(state, call.asker);
  const bool may = call.asker.metastore_admin ||
                   access.holds(metastore_of(state).securable, "CREATE_EXTERNAL_LOCATION");
  if (!may) throw lacks("CREATE EXTERNAL LOCATION", "Metastore", metastore_of(state).name);
  location.credential_name = checked_credential(state, call, credential);
  if (state.external_locations.contains(name)) throw already_exists(name);
  check_url(state, location.url, name);
  location.securable.owner = call.asker.name;
  location.securable.created = location.securable.updated = stamp(call);
  ExternalLocation& made = state.external_locations[name] = std::move(location);
  return answer(location_body(state, call, location_place(state, name, made)));
}

Response list_external_locations(State& state, const Call& call) {
  const bool browse = flag_parameter(call, "include_browse");
  std::vector<std::string> names;
  for (auto& [name, location] : state.external_locations) {
    const Access access(state, call.asker);
    const Place place = location_place(state, name, location);
    const bool is_shown = access.shows(place, browse);
    if (is_shown && is_bound_here(state, location)) names.push_back(name);
  }
  const Page page = page_of(state, call, names);
  List locations;
  for (std::size_t i = page.first; i < page.last; ++i) {
    ExternalLocation& location = state.external_locations.find(names[i])->second;
    locations.push_back(
        Json{location_body(state, call, location_place(state, names[i], location))});
  }
  Members body;
  put_list(body, "external_locations", std::move(locations));
  put_next_page(body, page);
  return answer(std::move(body));
}

Response get_external_location(State& state, const Call& call) {
  const bool browsing = flag_parameter(call, "include_browse");
  const Place place = find_external_location(state, call.parts[0]);
  const Access access(state, call.asker);
  if (!access.shows(place, browsing)) throw access.hidden(place);
  return answer(location_body(state, call, place));
}

Response update_external_location(State& state, const Call& call) {
  const Place place = find_external_location(state, call.parts[0]);
  const Json json = body_json(call);
  Reader body(json, "");
  LocationUpdate update = read_update(state, call, place, body);
  require_update(Access(state, call.asker), call, place, update.fields);
  if (update.location.url != place.location->url) {
    check_url(state, update.location.url, place.top_name);
    if (!update.force) require_unused(state, place);
  }
  const bool renamed = update.name != place.top_name;
  if (renamed && state.external_locations.contains(update.name)) throw already_exists(update.name);
  update.location.securable.updated = stamp(call);
  if (renamed) state.external_locations.erase(place.top_name);
  ExternalLocation& changed = state.external_locations[update.name] = std::move(update.location);
  return answer(location_body(state, call, location_place(state, update.name, changed)));
}

Response delete_external_location(State& state, const Call& call) {
  const bool force = flag_parameter(call, "force");
  const Place place = find_external_location(state, call.parts[0]);
  const Access access(state, call.asker);
  if (!access.can_drop(place)) {
    throw access.sees(place) ? not_an_owner(place) : access.hidden(place);
  }
  if (!force) require_unused(state, place);
  state.external_locations.erase(place.top_name);
  return answer({});
}

}  // namespace dgctl::providers::sim
