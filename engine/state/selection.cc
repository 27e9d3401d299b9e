#include "engine/state/selection.h"

#include <algorithm>

#include "engine/model/glob.h"

namespace dgctl::engine {
bool is_meant(std::string_view pattern, const Address& address) {
  return pattern == address.kind || matches_glob(pattern, to_string(address));
}

bool has_id(const Recorded& recorded, const std::string& id) {
  const Descriptor& descriptor = descriptor_of(recorded.address.kind);
  const bool is_its_own = !recorded.id.empty() && recorded.id == id;
  const bool is_given =
      std::any_of(descriptor.fields.begin(), descriptor.fields.end(), [&](const Field& field) {
        const std::string given = field.is_id ? text_of(recorded.fields, field.name) : "";
        return !given.empty() && canonical_principal(given) == canonical_principal(id);
      });
  return is_its_own || is_given ||
         std::any_of(recorded.secrets.begin(), recorded.secrets.end(), [&](const auto& secret) {
           return !secret.id.empty() && secret.id == id;
         });
}

std::vector<const Recorded*> selected(const State& state,
                                      const std::vector<std::string>& patterns,
                                      const std::string& id) {
  std::vector<const Recorded*> all;
  for (const auto& [address, recorded] : state.resources) {
    const bool is_asked_for =
        patterns.empty() ||
        std::any_of(patterns.begin(), patterns.end(), [&at = address](const std::string& pattern) {
          return is_meant(pattern, at);
        });
    if (is_asked_for && (id.empty() || has_id(recorded, id))) all.push_back(&recorded);
  }
  return all;
}

}  // namespace dgctl::engine
