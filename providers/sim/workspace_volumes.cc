#include "providers/sim/ids.h"
#include "providers/sim/volume_words.h"
#include "providers/sim/workspace_parts.h"

namespace dgctl::providers::sim {
namespace {

std::string default_volume_id(const State& state, const std::string& full_name) {
  return made_uuid(state.seed, 0, "volume/" + full_name);
}

}  // namespace

Volume read_volume(const State& state,
                   const std::string& full_name,
                   const Securable& schema,
                   Reader& reader) {
  Volume volume;
  volume.id = reader.text("id", default_volume_id(state, full_name));
  volume.type = reader.word("volume_type", volume_types(), volume.type);
  volume.storage_location = reader.text("storage_location");
  if ((volume.type == kExternalVolume) == volume.storage_location.empty()) {
    refuse(reader.at("storage_location"), "an EXTERNAL volume has one, and no other");
  }
  volume.comment = reader.text("comment");
  volume.securable = read_securable(state, reader, schema, Taker::Volume);
  reader.finish();
  return volume;
}

Members volume_members(const State& state,
                       const std::string& full_name,
                       const Securable& schema,
                       const Volume& volume) {
  Members out;
  put_unless(out, "id", volume.id, default_volume_id(state, full_name));
  put_unless(out, "volume_type", volume.type, Volume().type);
  put_unless_empty(out, "storage_location", volume.storage_location);
  write_owner(out, volume.securable, schema);
  put_unless_empty(out, "comment", volume.comment);
  write_grants(out, volume.securable);
  write_stamps(out, volume.securable, schema);
  return out;
}

}  // namespace dgctl::providers::sim
