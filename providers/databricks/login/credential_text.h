#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/secret.h"

namespace dgctl::providers {

// Texts that hold a credential are written into memory that was reserved, so that no copy stays
// behind, and are wiped by whoever has them.

/// Percent-encodes all but [A-Za-z0-9-._~].
void append_percent_encoded(std::string& out, std::string_view text);
/// RFC 4648 section 4.
void append_base64(std::string& out, std::string_view bytes);
/// "Basic " and the credentials, percent-encoded and then in base64, into an empty text.
void write_basic(std::string& out, const std::string& client_id, const engine::Secret& secret);

/// Whether a text can be sent as a token: it is not empty, and no character of it is a line end or
/// another control character.
bool is_token(std::string_view text);

/// The forms in which a server may quote secrets back, and texts without them. They are wiped. A
/// secret of less than four characters is none: half of every text would be hidden with it.
class SecretForms {
 public:
  SecretForms() = default;
  explicit SecretForms(const engine::Secret& secret) { add(secret); }
  SecretForms(const SecretForms&) = delete;
  SecretForms& operator=(const SecretForms&) = delete;
  ~SecretForms();

  void add(const engine::Secret& secret);
  /// One more form, as it was sent.
  void add_text(std::string_view sent);
  /// Each stretch of forms, also of such that overlap, becomes one "(redacted)".
  [[nodiscard]] std::string taken_from(const std::string& text) const;

 private:
  void add_forms(std::string_view value);

  std::vector<std::string> forms_;
};

}  // namespace dgctl::providers
