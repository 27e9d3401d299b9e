#include "engine/plan/drift_notes.h"

// Objects that the configuration only refers to.

namespace dgctl::engine {
namespace {

/// What identifies itself by its id or its unique name must be there.
void require_existing(Drafting& d, const DesiredResource& resource) {
  const Resolution& resolution = d.resolution_of(resource);
  if (resolution.presence == Presence::Hidden) {
    d.note_hidden(resolution.lookup, resource.address);
  } else if (resolution.presence == Presence::Absent) {
    if (d.in.drift) {
      note_vanished(d, resource.address, to_string(resolution.lookup), resource.places, {});
      return;
    }
    const ReadResult* result = d.view.peek(resolution.lookup);
    const auto* absent = result == nullptr ? nullptr : std::get_if<Absent>(result);
    std::string message = to_string(resolution.lookup) + " does not exist";
    if (absent != nullptr && !absent->near.empty()) {
      message += "; did you mean '" + absent->near.front() + "'?";
    }
    d.problem(resource.places, message);
  }
}

}  // namespace

void draft_existing(Drafting& d, const DesiredResource& resource) {
  const bool by_id = descriptor_of(resource.address.kind).by_id;
  const Securable object = object_of(resource);
  if (const Recorded* record =
          by_id ? d.record_of(resource) : d.recorded_of({object.type, object.full_name});
      record != nullptr && (record->created || record->address != resource.address)) {
    // It was managed once. From now on nothing deletes it, whatever becomes of the block.
    Recorded after = *record;
    after.address = resource.address;
    after.created = false;
    Drafted drafted;
    drafted.change = Record{{resource.address, record->fields}};
    if (record->address != resource.address) {
      drafted.edits.emplace_back(Remove{d.address_now(record->address)});
    }
    drafted.edits.emplace_back(Put{after});
    d.drafted.push_back(std::move(drafted));
  }
  if (by_id) {
    if (descriptor_of(resource.address.kind).label_is_unique) require_existing(d, resource);
    return;  // of others, whoever names them reads them
  }
  // The grants on it, which are read wherever a principal is named, prove that it exists.
  if (!d.in.desired.principals.empty()) return;
  const Presence presence = d.presence_of(object);
  if (presence == Presence::Absent && d.in.drift) {
    note_vanished(d, resource.address, object.full_name, resource.places, {});
  } else if (presence == Presence::Absent) {
    d.problem(resource.places, object.type + " '" + object.full_name + "' does not exist");
  } else if (presence == Presence::Hidden) {
    d.note_hidden(ByName{object.type, object.full_name}, resource.address);
  }
}

}  // namespace dgctl::engine
