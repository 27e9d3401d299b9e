#include "providers/databricks/login/credential_text.h"

#include <algorithm>
#include <cstddef>

namespace dgctl::providers {
namespace {

bool is_unreserved(char c) {
  const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return is_letter || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

void append_hex(std::string& out, char c, std::string_view digits) {
  const auto byte = static_cast<unsigned char>(c);
  out += digits[byte >> 4U];
  out += digits[byte & 15U];
}

/// Base64 as URLs and tokens have it. The padding may be missing, and says nothing.
void make_url_safe(std::string& base64) {
  std::replace(base64.begin(), base64.end(), '+', '-');
  std::replace(base64.begin(), base64.end(), '/', '_');
  base64.erase(base64.find_last_not_of('=') + 1);
}

/// What is shorter stands in every text by chance, and hides more than it protects.
constexpr std::size_t kLeastTold = 4;

}  // namespace

bool is_token(std::string_view text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

void append_percent_encoded(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
      continue;
    }
    out += '%';
    append_hex(out, c, "0123456789ABCDEF");
  }
}

void append_base64(std::string& out, std::string_view bytes) {
  static constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::string_view part = bytes.substr(at, 3);
    unsigned group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      group = group << 8U | (i < part.size() ? static_cast<unsigned char>(part[i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      out += i <= part.size() ? kDigits[group >> (18U - 6U * i) & 63U] : '=';
    }
  }
}

void write_basic(std::string& out, const std::string& client_id, const engine::Secret& secret) {
  secret.reveal([&](std::string_view value) {
    std::string plain;
    const engine::WipedAtEnd wiped(plain);
    plain.reserve(3 * (client_id.size() + value.size()) + 1);
    append_percent_encoded(plain, client_id);
    plain += ':';
    append_percent_encoded(plain, value);
    out.reserve(4 * plain.size() + 16);
    out += "Basic ";
    append_base64(out, plain);
  });
}

void SecretForms::add(const engine::Secret& secret) {
  secret.reveal([&](std::string_view value) { add_forms(value); });
}

void SecretForms::add_text(std::string_view sent) {
  if (sent.size() < kLeastTold) return;
  forms_.emplace_back(sent);
  make_url_safe(forms_.emplace_back(sent));
}

void SecretForms::add_forms(std::string_view value) {
  if (value.size() < kLeastTold) return;
  static constexpr std::size_t kForms = 8;
  static constexpr std::size_t kPrefix = 12;
  std::vector<std::string> forms(kForms);
  for (std::string& form : forms) form.reserve(6 * value.size() + 16);
  forms[0] = value;
  append_base64(forms[1], value);
  append_percent_encoded(forms[2], value);
  for (const char c : value) {
    append_hex(forms[3], c, "0123456789abcdef");
    append_hex(forms[4], c, "0123456789ABCDEF");
    forms[5] += "\\u00";
    append_hex(forms[5], c, "0123456789abcdef");
  }
  forms[6] = value.substr(0, kPrefix);
  append_base64(forms[7], value);
  make_url_safe(forms[7]);
  // They are long, so that moving makes no copy.
  for (std::string& form : forms) forms_.push_back(std::move(form));
}

SecretForms::~SecretForms() {
  for (std::string& form : forms_) engine::wipe(form);
}

std::string SecretForms::taken_from(const std::string& text) const {
  // All are looked for in the text as it came: forms overlap, and what stands in their place may
  // look like one.
  std::vector<bool> is_told(text.size(), false);
  for (const std::string& form : forms_) {
    for (std::size_t at = text.find(form); at != std::string::npos; at = text.find(form, at + 1)) {
      const auto begin = is_told.begin() + static_cast<std::ptrdiff_t>(at);
      std::fill(begin, begin + static_cast<std::ptrdiff_t>(form.size()), true);
    }
  }
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_told[at]) {
      out += text[at];
    } else if (at == 0 || !is_told[at - 1]) {
      out += "(redacted)";
    }
  }
  return out;
}

}  // namespace dgctl::providers
