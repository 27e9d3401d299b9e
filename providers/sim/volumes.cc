#include "providers/sim/find.h"
#include "providers/sim/handlers.h"
#include "providers/sim/ids.h"
#include "providers/sim/location_words.h"
#include "providers/sim/objects.h"
#include "providers/sim/paging.h"
#include "providers/sim/volume_words.h"

// What is read of https://docs.databricks.com/api/workspace/volumes, who may do what among it, and
// the refusals of databricks/cli libs/testserver/volumes.go. Codes and texts of the others are
// UNVERIFIED, and so is where the files of a managed volume are.

namespace dgctl::providers::sim {
namespace {

constexpr const char* kVolumeNameField = "managedcatalog.volume.VolumeInfo.name";

/// Where what a schema manages is kept.
const std::string& root_around(const State& state, const Place& place) {
  const std::string& of_schema = place.schema->settings.storage_root;
  const std::string& of_catalog = place.catalog->settings.storage_root;
  if (!of_schema.empty()) return of_schema;
  return of_catalog.empty() ? metastore_of(state).storage_root : of_catalog;
}

Members volume_body(State& state, const Call& call, const Place& place) {
  const Volume& volume = *place.volume;
  Members body;
  put(body, "name", place.volume_name);
  put(body, "catalog_name", place.catalog_name);
  put(body, "schema_name", place.schema_name);
  put(body, "full_name", full_name(place));
  put(body, "volume_type", volume.type);
  put(body,
      "storage_location",
      volume.storage_location.empty()
          ? root_around(state, place) + "/__unitystorage/volumes/" + volume.id
          : volume.storage_location);
  put(body, "owner", volume.securable.owner);
  put_unless_empty(body, "comment", volume.comment);
  put(body, "volume_id", volume.id);
  put(body, "metastore_id", metastore_of(state).id);
  if (!Access(state, call.asker).sees(place)) put(body, "browse_only", true);
  put_stamps(body, volume.securable);
  return body;
}

/// A body that makes a volume.
struct NewVolume {
  std::string name, catalog_name, schema_name;
  Volume volume;
};

NewVolume read_new_volume(Reader& body) {
  NewVolume made;
  made.catalog_name = checked_name(
      body.text("catalog_name"), "CreateVolume", "managedcatalog.volume.VolumeInfo.catalog_name");
  made.schema_name = checked_name(
      body.text("schema_name"), "CreateVolume", "managedcatalog.volume.VolumeInfo.schema_name");
  made.name = checked_name(body.text("name"), "CreateVolume", kVolumeNameField);
  if (!body.has("volume_type")) throw invalid("CreateVolume Missing required field: volume_type");
  Volume& volume = made.volume;
  volume.type = body.word("volume_type", volume_types());
  volume.storage_location = normalised_root(body.text("storage_location"));
  volume.comment = body.text("comment");
  body.finish();
  const bool is_external = volume.type == kExternalVolume;
  if (!is_external && !volume.storage_location.empty()) {
    throw invalid("CreateVolume storage_location can not be provided.");
  }
  if (is_external && volume.storage_location.empty()) {
    throw invalid("CreateVolume Missing required field: storage_location");
  }
  return made;
}

void require_volume_rights(const Access& access, const Call& call, const Place& schema) {
  if (access.can_create_volume(schema)) return;
  if (!call.asker.metastore_admin && !access.can_use_schema(schema)) throw access.hidden(schema);
  throw lacks("CREATE VOLUME", "Schema", full_name(schema));
}

/// A path that somebody else's files may be kept at.
void require_apart(const std::string& path, const std::string& other, const std::string& whose) {
  if (other.empty() || (!lies_in(path, other) && !lies_in(other, path))) return;
  std::string why = "LOCATION_OVERLAP: Input path url '";
  why.append(path).append("' overlaps with ").append(whose);
  throw invalid(why);
}

/// The path of an external volume lies in a location that the asker may put volumes into, and
/// apart from what is kept there already. The storage root of a catalog or a schema is such.
void check_location(State& state, const Call& call, const std::string& path) {
  std::string covering;
  for (const auto& [name, location] : state.external_locations) {
    if (lies_in(path, location.url)) covering = name;
  }
  if (covering.empty()) throw invalid("No external location covers path '" + path + "'");
  const Place location = find_external_location(state, covering);
  const Access access(state, call.asker);
  const Securable& of = location.location->securable;
  if (!access.owns(of) && !access.holds(of, "CREATE_EXTERNAL_VOLUME")) {
    throw lacks("CREATE EXTERNAL VOLUME", "External Location", covering);
  }
  for (const auto& [catalog_name, catalog] : state.catalogs) {
    require_apart(path, catalog.settings.storage_root, "catalog '" + catalog_name + "'");
    for (const auto& [schema_name, schema] : catalog.schemas) {
      std::string schema_words = "schema '";
      schema_words.append(catalog_name).append(".").append(schema_name).append("'");
      require_apart(path, schema.settings.storage_root, schema_words);
      for (const auto& [name, volume] : schema.volumes) {
        std::string words = "volume '";
        words.append(catalog_name).append(".").append(schema_name).append(".");
        words.append(name).append("'");
        require_apart(path, volume.storage_location, words);
      }
    }
  }
}

Refusal volume_exists(const std::string& name) {
  return {400, "VOLUME_ALREADY_EXISTS", "Volume '" + name + "' already exists"};
}

struct VolumeUpdate {
  Volume volume;
  std::string name;
  ChangedFields fields;
};

VolumeUpdate read_volume_update(const State& state, const Place& place, Reader& body) {
  VolumeUpdate update{*place.volume, place.volume_name, {}};
  if (const auto name = body.optional_text("new_name")) {
    update.name = checked_name(*name, "UpdateVolume", kVolumeNameField);
    update.fields.name = true;
  }
  if (const auto owner = body.optional_text("owner")) {
    update.volume.securable.owner = find_owner(state, *owner);
    update.fields.owner = true;
  }
  update.fields.others = body.has("comment");
  update.volume.comment = body.text("comment", update.volume.comment);
  body.finish();
  return update;
}

}  // namespace

Response create_volume(State& state, const Call& call) {
  const Json json = body_json(call);
  Reader body(json, "");
  NewVolume made = read_new_volume(body);
  const Place schema = find_schema(state, call, made.catalog_name + "." + made.schema_name);
  require_volume_rights(Access(state, call.asker), call, schema);
  require_writable(state, schema);
  if (schema.schema->volumes.contains(made.name)) {
    throw volume_exists(full_name(schema) + "." + made.name);
  }
  if (made.volume.type == kExternalVolume) {
    check_location(state, call, made.volume.storage_location);
  }
  made.volume.id = made_uuid(state.seed, call.number, "volume/" + made.name);
  made.volume.securable.owner = call.asker.name;
  made.volume.securable.created = made.volume.securable.updated = stamp(call);
  Volume& kept = schema.schema->volumes[made.name] = std::move(made.volume);
  return answer(volume_body(state, call, volume_place(schema, made.name, kept)));
}

Response list_volumes(State& state, const Call& call) {
  const std::string name =
      required_parameter(call, "catalog_name") + "." + required_parameter(call, "schema_name");
  const Place schema = find_schema(state, call, name);
  const bool browse = flag_parameter(call, "include_browse");
  const Access access(state, call.asker);
  std::vector<std::string> names;
  for (auto& [volume_name, volume] : schema.schema->volumes) {
    const Place place = volume_place(schema, volume_name, volume);
    if (access.shows(place, browse)) names.push_back(volume_name);
  }
  if (names.empty() && !access.knows(schema)) throw access.hidden(schema);
  const Page page = page_of(state, call, names);
  List volumes;
  for (std::size_t i = page.first; i < page.last; ++i) {
    Volume& volume = schema.schema->volumes.find(names[i])->second;
    volumes.push_back(Json{volume_body(state, call, volume_place(schema, names[i], volume))});
  }
  Members body;
  put_list(body, "volumes", std::move(volumes));
  put_next_page(body, page);
  return answer(std::move(body));
}

Response get_volume(State& state, const Call& call) {
  const bool browsing = flag_parameter(call, "include_browse");
  const Place place = find_volume(state, call, call.parts[0]);
  const Access access(state, call.asker);
  if (!access.shows(place, browsing)) throw access.hidden(place);
  return answer(volume_body(state, call, place));
}

/// A metastore admin changes what the owner does.
Response update_volume(State& state, const Call& call) {
  const Place place = find_volume(state, call, call.parts[0]);
  const Json json = body_json(call);
  Reader body(json, "");
  VolumeUpdate update = read_volume_update(state, place, body);
  const ChangedFields& fields = update.fields;
  if (!fields.owner && !fields.name && !fields.others) {
    throw invalid("UpdateVolume Nothing to update");
  }
  if (!call.asker.metastore_admin) {
    require_update(Access(state, call.asker), call, place, fields);
  }
  require_writable(state, place);
  auto& volumes = place.schema->volumes;
  const bool renamed = update.name != place.volume_name;
  const Place schema = parent(place);
  if (renamed && volumes.contains(update.name)) {
    throw volume_exists(full_name(schema) + "." + update.name);
  }
  update.volume.securable.updated = stamp(call);
  if (renamed) volumes.erase(place.volume_name);
  Volume& changed = volumes[update.name] = std::move(update.volume);
  return answer(volume_body(state, call, volume_place(schema, update.name, changed)));
}

Response delete_volume(State& state, const Call& call) {
  const Place place = find_volume(state, call, call.parts[0]);
  const Access access(state, call.asker);
  if (!access.can_drop(place)) {
    throw access.sees(place) ? not_an_owner(place) : access.hidden(place);
  }
  require_writable(state, place);
  place.schema->volumes.erase(place.volume_name);
  return answer({});
}

}  // namespace dgctl::providers::sim
