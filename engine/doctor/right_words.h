#pragma once

#include <span>

#include "engine/doctor/permissions.h"

// How rights are called and given; nobody outside engine/doctor includes it.

namespace dgctl::engine {

struct RightWords {
  Right right;
  const char* id;
  const char* words;  ///< as a message has it, before " on …"
  const char* given;  ///< how it is given, for the document
  const char* by;     ///< who gives it
};
/// Of all rights, in the order in which they are told.
std::span<const RightWords> right_words();
const RightWords& words_of(Right right);

}  // namespace dgctl::engine
