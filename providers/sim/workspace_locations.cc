#include "providers/sim/catalog_words.h"
#include "providers/sim/ids.h"
#include "providers/sim/location_words.h"
#include "providers/sim/names.h"
#include "providers/sim/workspace_parts.h"

namespace dgctl::providers::sim {
namespace {

std::string default_id(const State& state, const std::string& name) {
  return made_uuid(state.seed, 0, "storage_credential/" + name);
}

StorageCredential read_credential(const State& state, const std::string& name, Reader& reader) {
  StorageCredential credential;
  credential.id = reader.text("id", default_id(state, name));
  credential.comment = reader.text("comment");
  credential.read_only = reader.flag("read_only");
  credential.securable =
      read_securable(state, reader, outermost(state.operator_name), Taker::StorageCredential);
  reader.finish();
  return credential;
}

ExternalLocation read_location(const State& state, Reader& reader) {
  ExternalLocation location;
  location.url = reader.text("url");
  if (location.url.empty()) refuse(reader.at("url"), "missing");
  location.credential_name = folded(reader.text("credential_name"));
  if (!state.storage_credentials.contains(location.credential_name)) {
    refuse(reader.at("credential_name"),
           "there is no storage credential '" + location.credential_name + "'");
  }
  location.comment = reader.text("comment");
  location.read_only = reader.flag("read_only");
  location.fallback = reader.flag("fallback");
  location.isolation_mode =
      reader.word("isolation_mode", location_isolation_modes(), location.isolation_mode);
  location.bindings = read_bindings(reader);
  location.securable =
      read_securable(state, reader, outermost(state.operator_name), Taker::ExternalLocation);
  reader.finish();
  return location;
}

Members credential_members(const State& state,
                           const std::string& name,
                           const StorageCredential& credential) {
  const Securable around = outermost(state.operator_name);
  Members out;
  put_unless(out, "id", credential.id, default_id(state, name));
  write_owner(out, credential.securable, around);
  put_unless_empty(out, "comment", credential.comment);
  put_flag_unless(out, "read_only", credential.read_only, false);
  write_grants(out, credential.securable);
  write_stamps(out, credential.securable, around);
  return out;
}

Members location_members(const State& state, const ExternalLocation& location) {
  const Securable around = outermost(state.operator_name);
  Members out;
  put(out, "url", location.url);
  put(out, "credential_name", location.credential_name);
  write_owner(out, location.securable, around);
  put_unless_empty(out, "comment", location.comment);
  put_flag_unless(out, "read_only", location.read_only, false);
  put_flag_unless(out, "fallback", location.fallback, false);
  put_unless(out, "isolation_mode", location.isolation_mode, ExternalLocation().isolation_mode);
  write_bindings(out, location.bindings);
  write_grants(out, location.securable);
  write_stamps(out, location.securable, around);
  return out;
}

}  // namespace

void read_locations(State& state, Reader& file) {
  for (const Member& member : file.entries("storage_credentials")) {
    const std::string at = below(file.at("storage_credentials"), member.name);
    const std::string name = read_stored_name(member.name, at);
    if (state.storage_credentials.contains(name)) refuse(at, "'" + name + "' is written twice");
    Reader reader(member.value, at);
    state.storage_credentials[name] = read_credential(state, name, reader);
  }
  for (const Member& member : file.entries("external_locations")) {
    const std::string at = below(file.at("external_locations"), member.name);
    const std::string name = read_stored_name(member.name, at);
    if (state.external_locations.contains(name)) refuse(at, "'" + name + "' is written twice");
    Reader reader(member.value, at);
    state.external_locations[name] = read_location(state, reader);
  }
}

void write_locations(Members& file, const State& state) {
  Members credentials;
  for (const auto& [name, credential] : state.storage_credentials) {
    put(credentials, name, credential_members(state, name, credential));
  }
  put_members(file, "storage_credentials", std::move(credentials));
  Members locations;
  for (const auto& [name, location] : state.external_locations) {
    put(locations, name, location_members(state, location));
  }
  put_members(file, "external_locations", std::move(locations));
}

}  // namespace dgctl::providers::sim
