#include "providers/transport/redacted.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace dgctl::providers {
namespace {

/// How a credential begins, and how much of its alphabet must follow.
struct Form {
  std::string_view begins;
  std::size_t at_least;
};
constexpr std::array kForms{Form{"dose", 16}, Form{"dapi", 16}, Form{"eyJ", 16}};

bool is_of_credential(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.';
}

/// The length of the credential at the front of a text, or 0.
std::size_t credential_length(std::string_view text) {
  const auto* form = std::find_if(kForms.begin(), kForms.end(), [&](const Form& candidate) {
    return text.starts_with(candidate.begins);
  });
  if (form == kForms.end()) return 0;
  std::size_t length = form->begins.size();
  while (length < text.size() && is_of_credential(text[length])) ++length;
  return length - form->begins.size() >= form->at_least ? length : 0;
}

}  // namespace

std::string redacted(const std::string& text) {
  std::string out;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t length = credential_length(rest);
    if (length == 0) {
      out += rest.front();
      rest.remove_prefix(1);
    } else {
      out += "(redacted)";
      rest.remove_prefix(length);
    }
  }
  return out;
}

}  // namespace dgctl::providers
