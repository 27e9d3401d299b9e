#pragma once

#include <string>

#include "engine/model/lookup.h"

namespace dgctl::engine {

/// Whether a sink that bears the label is that of a stack ("acme/prod") on a workspace.
bool is_label_of(const SinkLabel& label, const std::string& host, const std::string& stack);
/// "holds a secret of other/prod on https://…", for a message about a sink that is another's.
std::string held_by_another(const SinkLabel& label);

}  // namespace dgctl::engine
