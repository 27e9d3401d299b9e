#include "engine/render/secret_advice.h"

#include <algorithm>
#include <vector>

#include "engine/model/descriptor.h"
#include "engine/render/shown.h"

namespace dgctl::engine {
namespace {

/// The data graph that a secret is of, or nullptr.
const DesiredConnection* connection_of(const Desired& desired, const Address& secret) {
  const auto& all = desired.connections;
  const auto it = std::find_if(all.begin(), all.end(), [&](const DesiredConnection& connection) {
    return connection.secret == secret;
  });
  return it == all.end() ? nullptr : &*it;
}

bool is_only_secret(const Desired& desired) {
  return 1 == std::count_if(desired.resources.begin(),
                            desired.resources.end(),
                            [](const DesiredResource& resource) {
                              return descriptor_of(resource.address.kind).shape == Shape::Secret;
                            });
}

std::string where_it_is(const Desired& desired, const Resource& added) {
  const DesiredConnection* connection = connection_of(desired, added.address);
  if (connection == nullptr) {
    const std::string sink = text_of(added.fields, "sink");
    return "\nThe new secret of " + shown(added.address) + " is in " +
           shown(std::string_view(sink)) + ".";
  }
  const std::string key = desired.connections.size() == 1 ? "" : " " + connection->key;
  return "\nPut the new secret into Segment: `dgctl connection" + key + " --reveal` prints it.";
}

}  // namespace

std::string secret_advice(const Plan& plan, const Desired& desired) {
  std::string text;
  for (const Change& change : plan.changes) {
    const auto* create = std::get_if<Create>(&change);
    if (create == nullptr) continue;
    const Address& address = create->desired.address;
    if (descriptor_of(address.kind).shape != Shape::Secret) continue;
    text += where_it_is(desired, create->desired);
    if (!create->notes.empty()) {  // another one
      const std::string key = is_only_secret(desired) ? "" : " " + address.key;
      text += " The one before works until then; `dgctl rotate" + key + " --retire` deletes it.";
    }
    text += "\n";
  }
  return text;
}

}  // namespace dgctl::engine
