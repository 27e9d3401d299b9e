#pragma once

#include <algorithm>
#include <string>

#include "engine/config/expanded.h"
#include "engine/config/load.h"
#include "engine/config/outline.h"
#include "engine/plan/plan_file.h"
#include "engine/render/graph.h"
#include "engine/render/graph_text.h"
#include "tests/fuzz/input.h"
#include "tests/unit/engine/config/loading.h"

namespace dgctl::fuzz {

/// What a configuration asks for, whatever its variables were.
inline std::string digest_of(engine::Desired desired) {
  desired.variables.clear();
  return engine::desired_digest(desired);
}

/// A configuration that loads is what its expanded form loads to, and can be drawn.
inline void check_loaded(const engine::Desired& desired) {
  const std::string expanded = engine::expanded_yaml(desired);
  const engine::Loaded again = engine::load_text(expanded);
  require(again.desired.has_value(), "the expanded configuration loads");
  require(digest_of(*again.desired) == digest_of(desired),
          "the expanded configuration asks for the same");
  const engine::Graph graph = engine::reduced(engine::summarised(engine::graph_of(desired)));
  engine::graph_dot(graph);
  engine::graph_mermaid(graph);
}

/// Loads it, and holds the result to what load() promises.
inline void check_loading(const std::string& text, const engine::LoadOptions& options) {
  const engine::Loaded loaded = engine::load_text(text, options);
  require(loaded.desired.has_value() != engine::has_errors(loaded.diagnostics),
          "a configuration is loaded or refused");
  require(std::is_sorted(loaded.diagnostics.begin(),
                         loaded.diagnostics.end(),
                         [](const auto& a, const auto& b) { return a.place < b.place; }),
          "what is wrong is told in the order of the file");
  for (const engine::Diagnostic& diagnostic : loaded.diagnostics) {
    require(!diagnostic.message.empty() && diagnostic.message.back() != '.' &&
                diagnostic.message.find('\n') == std::string::npos,
            "what is wrong is told in a sentence");
  }
  if (loaded.desired) check_loaded(*loaded.desired);
  engine::MemoryFiles files;
  files.texts[options.file] = text;
  engine::outline_of(files, options.file);
}

}  // namespace dgctl::fuzz
