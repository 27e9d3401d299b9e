#include "engine/model/sink_label.h"

namespace dgctl::engine {

bool is_label_of(const SinkLabel& label, const std::string& host, const std::string& stack) {
  return label.host == host && label.stack == stack;
}

std::string held_by_another(const SinkLabel& label) {
  if (label.stack.empty()) return "holds a secret on " + label.host + " that dgctl did not store";
  return "holds a secret of " + label.stack + " on " + label.host;
}

}  // namespace dgctl::engine
