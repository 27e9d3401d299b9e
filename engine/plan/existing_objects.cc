#include <algorithm>

#include "engine/plan/drift_notes.h"

// Objects that the configuration only refers to.

namespace dgctl::engine {
namespace {

/// Whether the last apply left something that needs it: then it was there.
bool was_needed(const Drafting& d, const DesiredResource& resource) {
  const auto& recorded = d.in.state.resources;
  return std::any_of(recorded.begin(), recorded.end(), [&](const auto& item) {
    const std::vector<Address>& needs = item.second.needs;
    return std::find(needs.begin(), needs.end(), resource.address) != needs.end();
  });
}

/// Tells of what the configuration only names and is not there.
void not_there(Drafting& d,
               const DesiredResource& resource,
               const std::string& name,
               const std::string& message) {
  if (!d.in.drift) return d.problem(resource.places, message);
  if (!was_needed(d, resource)) return d.warn(resource.places, message);
  note_vanished(d, resource.address, name, resource.places, {});
}

/// What is listed to those only who may do something with it may be there all the same, but for who
/// administrates the workspace.
std::string unless_shown(const Identity* runner, const std::string& hint) {
  if (runner != nullptr && runner->groups.contains("admins")) return {};
  const std::string who = runner == nullptr ? "this identity" : runner->name;
  return ", or may not be seen by " + who + "; " + hint;
}

/// What identifies itself by its id or its unique name must be there.
void require_existing(Drafting& d, const DesiredResource& resource) {
  const Resolution& resolution = d.resolution_of(resource);
  if (resolution.presence == Presence::Hidden) {
    d.note_hidden(resolution.lookup, resource.address);
  } else if (resolution.presence == Presence::Absent) {
    const ReadResult* result = d.view.peek(resolution.lookup);
    const auto* absent = result == nullptr ? nullptr : std::get_if<Absent>(result);
    std::string message = to_string(resolution.lookup) + " does not exist";
    if (absent != nullptr && !absent->hint.empty()) {
      const ReadResult* who = d.view.get(Runner{});
      if (who == nullptr) return;  // not read yet: the draft is made again
      message += unless_shown(found_in<Identity>(who), absent->hint);
    }
    if (absent != nullptr && !absent->near.empty()) {
      message += "; did you mean '" + absent->near.front() + "'?";
    }
    not_there(d, resource, to_string(resolution.lookup), message);
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
  if (presence == Presence::Absent) {
    not_there(
        d, resource, object.full_name, object.type + " '" + object.full_name + "' does not exist");
  } else if (presence == Presence::Hidden) {
    d.note_hidden(ByName{object.type, object.full_name}, resource.address);
  }
}

}  // namespace dgctl::engine
