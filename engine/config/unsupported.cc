#include "engine/config/unsupported.h"

#include <algorithm>
#include <array>

namespace dgctl::engine {
namespace {

struct Unsupported {
  std::string_view where, word;
};

// The version that reads one deletes its row.
constexpr std::array kUnsupported{
    Unsupported{"", "include"},
    Unsupported{"", "targets"},
    Unsupported{"data_graphs.*", "definition"},
    Unsupported{"data_graphs.*", "deny"},
    Unsupported{"data_graphs.*.read", "derived"},
    Unsupported{"state.backend", "http"},
    Unsupported{"state.backend", "postgres"},
    Unsupported{"state.backend", "s3"},
};

}  // namespace

bool is_unsupported(std::string_view where, std::string_view word) {
  return std::any_of(kUnsupported.begin(), kUnsupported.end(), [&](const Unsupported& row) {
    return row.where == where && row.word == word;
  });
}

std::string unsupported_message(std::string_view word) {
  return "'" + std::string(word) + "' is not supported by this version of dgctl";
}

}  // namespace dgctl::engine
