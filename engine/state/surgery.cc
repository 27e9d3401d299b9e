#include "engine/state/surgery.h"

#include <algorithm>
#include <string_view>

#include "engine/model/article.h"
#include "engine/model/key_parts.h"

namespace dgctl::engine {
namespace {

/// Whether an entry's or a secret's principal is that object, by whichever of its ids.
bool is_principal(const Recorded& object, const Fields& entry) {
  const std::string name = text_of(entry, "principal");
  if (name.empty()) return false;
  const auto& fields = descriptor_of(object.address.kind).fields;
  return name == object.id || std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
           return field.is_id && text_of(object.fields, field.name) == name;
         });
}

bool is_thing(const Recorded& object, const Fields& entry) {
  return text_of(entry, "object") == object.address.kind + ":" + object.id;
}

/// The key of what belongs to an object, once the object's own is another.
std::string key_after(const Recorded& belonging,
                      const Recorded& object,
                      const std::string& from,
                      const std::string& to) {
  std::vector<std::string> parts = parts_of_key(belonging.address.key);
  const std::string thing = object.address.kind + ":";
  if (is_thing(object, belonging.fields) && parts.front() == thing + from) {
    parts.front() = thing + to;
  }
  if (is_principal(object, belonging.fields) && parts.back() == from) parts.back() = to;
  return make_key(parts);
}

/// What a part of an entry's key names in the workspace and so cannot be renamed: what a grant is
/// on, and of which kind what a level is on is.
std::string fixed_part(const Address& address) {
  const Descriptor& descriptor = descriptor_of(address.kind);
  const std::vector<std::string> parts = parts_of_key(address.key);
  if (descriptor.shape != Shape::Entry || parts.size() < 2) return {};
  const std::string& thing = parts.front();
  return descriptor.has_levels ? thing.substr(0, thing.find(':')) : thing;
}

}  // namespace

std::map<Address, std::vector<Address>> needing(const State& state,
                                                const std::set<Address>& addresses) {
  std::map<Address, std::vector<Address>> all;
  for (const auto& [address, recorded] : state.resources) {
    if (addresses.contains(address)) continue;
    for (const Address& need : recorded.needs) {
      if (addresses.contains(need)) all[address].push_back(need);
    }
  }
  return all;
}

State removed(State state, const std::set<Address>& addresses) {
  for (const Address& address : addresses) state.resources.erase(address);
  return state;
}

Renaming renaming_of(const State& state, const Address& from, const Address& to) {
  Renaming renaming{{from, to}};
  const Recorded& object = state.resources.at(from);
  const Descriptor& descriptor = descriptor_of(from.kind);
  if (descriptor.shape != Shape::Object || !descriptor.by_id) return renaming;
  const std::string key = parts_of_key(from.key).front();
  const std::string new_key = parts_of_key(to.key).front();
  for (const auto& [address, recorded] : state.resources) {
    if (descriptor_of(address.kind).shape == Shape::Object) continue;
    const std::string after = key_after(recorded, object, key, new_key);
    if (after != address.key) renaming.emplace(address, Address{address.kind, after});
  }
  return renaming;
}

std::string why_not_renamed(const State& state, const Address& from, const Address& to) {
  if (from == to) return "both are " + to_string(from);
  if (from.kind != to.kind) {
    return to_string(to) + " is of another kind than " + to_string(from) + ": a " + from.kind +
           " stays one";
  }
  const std::size_t parts = parts_of_key(from.key).size();
  if (parts_of_key(to.key).size() != parts) {
    return to_string(to) + " is no address of " + with_article(from.kind) + ", which has " +
           (parts == 1 ? "one part" : std::to_string(parts) + " parts") + " after '" + from.kind +
           ".'";
  }
  if (fixed_part(from) != fixed_part(to)) {
    return to_string(to) + " would be on " + fixed_part(to) + ", and what is recorded is on " +
           fixed_part(from);
  }
  const Renaming renaming = renaming_of(state, from, to);
  for (const auto& [before, after] : renaming) {
    if (!state.resources.contains(after)) continue;
    return to_string(after) + " is recorded already" +
           (before == from ? "" : ", where " + to_string(before) + " would go along to");
  }
  return {};
}

State renamed(State state, const Renaming& renaming) {
  const auto after = [&](const Address& address) {
    const auto it = renaming.find(address);
    return it == renaming.end() ? address : it->second;
  };
  std::map<Address, Recorded> resources;
  for (auto& [address, recorded] : state.resources) {
    recorded.address = after(address);
    for (Address& need : recorded.needs) need = after(need);
    std::sort(recorded.needs.begin(), recorded.needs.end());
    Address key = recorded.address;
    resources.emplace(std::move(key), std::move(recorded));
  }
  state.resources = std::move(resources);
  return state;
}

}  // namespace dgctl::engine
