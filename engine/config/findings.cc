#include "engine/config/findings.h"

#include <algorithm>
#include <tuple>

#include "engine/config/source_text.h"
#include "engine/model/nearest.h"

namespace dgctl::engine {
namespace {

constexpr std::size_t kMaxShown = 80;             // characters
constexpr std::size_t kMaxCompared = 50'000'000;  // pairs of characters: a quarter of a second

}  // namespace

void Findings::error(const Place& place, std::string message) {
  found_.push_back({Severity::Error, place, std::move(message)});
}

void Findings::warning(const Place& place, std::string message) {
  found_.push_back({Severity::Warning, place, std::move(message)});
}

std::string Findings::nearest_of(std::string_view written, std::span<const std::string> names) {
  if (compared_ > kMaxCompared) return {};
  for (const std::string& name : names) compared_ += written.size() * name.size() + 1;
  return compared_ > kMaxCompared ? std::string() : nearest(written, names);
}

std::string Findings::did_you_mean(std::string_view written, std::span<const std::string> names) {
  const std::string meant = nearest_of(written, names);
  return meant.empty() ? std::string() : "; did you mean '" + meant + "'?";
}

std::string Findings::unknown_key(std::string_view key, std::span<const std::string> known) {
  std::string hint = did_you_mean(key, known);
  if (hint.empty()) {
    hint = (known.size() == 1 ? "; known here is " : "; known here are ") + enumerated(known);
  }
  return "unknown key " + in_quotes(key) + hint;
}

std::vector<Diagnostic> Findings::take() {
  const auto order = [](const Diagnostic& d) { return std::tie(d.place, d.severity, d.message); };
  std::sort(found_.begin(), found_.end(), [&](const Diagnostic& a, const Diagnostic& b) {
    return order(a) < order(b);
  });
  found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
  return std::move(found_);
}

std::string in_quotes(std::string_view text) {
  std::size_t shown = 0, characters = 0;
  for (; shown < text.size() && !is_control(text[shown]); ++shown) {
    if (begins_character(text[shown]) && ++characters > kMaxShown) break;
  }
  const char* end = shown < text.size() ? "…'" : "'";
  return "'" + std::string(text.substr(0, shown)) + end;
}

std::string enumerated(std::span<const std::string> words) {
  std::string text;
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (at > 0) text += at + 1 == words.size() ? " and " : ", ";
    text += words[at];
  }
  return text;
}

}  // namespace dgctl::engine
