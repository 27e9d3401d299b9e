#include "engine/digest/seal.h"

#include <stdexcept>

#include "engine/digest/sha256.h"

namespace dgctl::engine {
namespace {

constexpr std::string_view kBeforeClosing = "\n}\n";
constexpr std::string_view kMember = ",\n \"sha256\": \"";
constexpr std::string_view kAfter = "\"\n}\n";
constexpr std::size_t kDigestLength = 64;

}  // namespace

std::string sealed(std::string_view object) {
  if (!object.ends_with(kBeforeClosing)) throw std::logic_error("only a printed object is sealed");
  object.remove_suffix(kBeforeClosing.size());
  std::string text(object);
  text += kMember;
  const std::string digest = sha256(text + std::string(kAfter));
  return text + digest + std::string(kAfter);
}

std::string seal_of(std::string_view text) {
  if (text.size() < kMember.size() + kDigestLength + kAfter.size()) return {};
  if (!text.ends_with(kAfter)) return {};
  const std::string_view front = text.substr(0, text.size() - kAfter.size() - kDigestLength);
  if (!front.ends_with(kMember)) return {};
  const std::string_view digest = text.substr(front.size(), kDigestLength);
  return digest == sha256(std::string(front) + std::string(kAfter)) ? std::string(digest)
                                                                    : std::string();
}

}  // namespace dgctl::engine
