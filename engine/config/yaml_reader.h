#pragma once

#include "engine/config/findings.h"
#include "engine/config/source_text.h"
#include "engine/config/yaml_tree.h"

namespace dgctl::engine {

/// Reads one YAML document. Nothing if the file could not be read to its end, or has no document;
/// why is among the findings. Errors after which the rest still makes sense (a key that stands
/// twice, a tag, '<<') are found along the way.
YamlNode* read_yaml(const SourceText& source, YamlTree& tree, Findings& findings);

}  // namespace dgctl::engine
