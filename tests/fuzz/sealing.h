#pragma once

#include <optional>
#include <string>

#include "engine/digest/seal.h"
#include "engine/edges/error.h"
#include "engine/state/document.h"

namespace dgctl::fuzz {

/// A JSON object as dgctl prints and seals one, so that an input gets behind the seal; nothing
/// where it is none.
inline std::optional<std::string> as_sealed(std::string_view input) {
  try {
    engine::Value value = engine::from_json(input);
    auto* fields = std::get_if<engine::Fields>(&value.is);
    if (fields == nullptr || fields->empty()) return std::nullopt;
    fields->erase("sha256");  // of what was sealed already
    if (fields->empty()) return std::nullopt;
    return engine::sealed(engine::to_printed_json(value));
  } catch (const engine::CorruptError&) {
    return std::nullopt;
  }
}

}  // namespace dgctl::fuzz
