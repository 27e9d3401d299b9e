#include <algorithm>

#include "engine/model/nearest.h"
#include "engine/plan/importing.h"

// What forbids an import whatever the workspace holds.

namespace dgctl::engine {
namespace {

const DesiredResource* desired_at(const Desired& desired, const Address& address) {
  const auto& all = desired.resources;
  const auto it = std::find_if(
      all.begin(), all.end(), [&](const DesiredResource& r) { return r.address == address; });
  return it == all.end() ? nullptr : &*it;
}

std::string why_no_kind(const std::string& kind) {
  if (find_descriptor(kind) != nullptr) return {};
  std::vector<std::string> kinds;
  for (const Descriptor& descriptor : descriptors()) kinds.push_back(descriptor.kind);
  return "there is no kind '" + kind + "'" +
         did_you_mean(nearest(kind, kinds), "; there are " + joined(kinds));
}

std::string why_not_asked_for(const Desired& desired, const Address& address) {
  const DesiredResource* resource = desired_at(desired, address);
  if (resource == nullptr) {
    std::vector<std::string> addresses;
    addresses.reserve(desired.resources.size());
    for (const DesiredResource& other : desired.resources) {
      addresses.push_back(to_string(other.address));
    }
    return "the configuration has no " + to_string(address) +
           did_you_mean(nearest(to_string(address), addresses),
                        "; write a block that asks for it, and import what is there into that");
  }
  if (!resource->existing) return {};
  return to_string(address) +
         " is only read (existing), and so never recorded; take that word out to manage it";
}

std::string command_for(const Address& address, const std::string& id) {
  return "`dgctl import " + to_string(address) + " " + id + "`";
}

/// What the id says against it.
std::string why_not_that(const DesiredResource& resource, const std::string& id) {
  const Descriptor& descriptor = descriptor_of(resource.address.kind);
  const bool is_secret = descriptor.shape == Shape::Secret;
  if (id.empty() && is_secret) {
    return "which secret is meant has to be said: " + command_for(resource.address, "SECRET_ID");
  }
  if (descriptor.by_id) {
    const bool is_told =
        descriptor.label_is_unique || !id.empty() || !given_id(descriptor, resource.fields).empty();
    if (is_told) return {};
    return "which " + spoken(descriptor.kind) +
           " is meant has to be said: " + command_for(resource.address, "APPLICATION_ID");
  }
  if (id.empty() || descriptor.shape != Shape::Object) return {};
  const std::string name = full_name(descriptor, resource.fields);
  if (name.empty() || lower_case(id) == name) return {};
  return "the configuration says that " + to_string(resource.address) + " is " + name + ", not " +
         id;
}

std::string why_recorded(const State& state, const ImportRequest& request) {
  const bool is_secret = descriptor_of(request.address.kind).shape == Shape::Secret;
  for (const auto& [address, recorded] : state.resources) {
    const bool has_it = std::any_of(
        recorded.secrets.begin(), recorded.secrets.end(), [&](const RecordedSecret& secret) {
          return secret.id == request.id;
        });
    if (is_secret && has_it)
      return "secret " + request.id + " is recorded already, at " + to_string(address);
  }
  const auto at = state.resources.find(request.address);
  if (is_secret || at == state.resources.end()) return {};
  const std::string& id = at->second.id;
  return to_string(request.address) + " is recorded already" + (id.empty() ? "" : ", as " + id) +
         "; `dgctl state rm " + to_string(request.address) + "` takes that out of the state first";
}

}  // namespace

std::string did_you_mean(const std::string& near, const std::string& otherwise) {
  return near.empty() ? otherwise : "; did you mean " + near + "?";
}

std::string why_not_imported(const Desired& desired,
                             const State& state,
                             const ImportRequest& request) {
  std::string why = why_no_kind(request.address.kind);
  if (why.empty()) why = why_not_asked_for(desired, request.address);
  if (why.empty()) why = why_not_that(*desired_at(desired, request.address), request.id);
  if (why.empty()) why = why_recorded(state, request);
  return why;
}

}  // namespace dgctl::engine
