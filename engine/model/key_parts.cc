#include "engine/model/key_parts.h"

namespace dgctl::engine {

std::vector<std::string> parts_of_key(std::string_view key) {
  std::vector<std::string> parts(1);
  bool is_quoted = false;
  for (std::size_t at = 0; at < key.size(); ++at) {
    const char c = key[at];
    if (c == '"') {
      is_quoted = !is_quoted;
    } else if (c == '/' && !is_quoted) {
      parts.emplace_back();
    } else {
      if (c == '\\' && is_quoted && at + 1 < key.size()) ++at;
      parts.back() += key[at];
    }
  }
  return parts;
}

}  // namespace dgctl::engine
