package desk

import (
	"context"
	"slices"

	"vouchdesk/internal/camera/wire"
	"vouchdesk/internal/vault"
)

// SetSettings changes the desk's own settings. It works while locked.
func (d *Desk) SetSettings(ctx context.Context, settings Settings) error {
	known := slices.Contains([]string{"en", "cy"}, settings.Language) &&
		slices.Contains([]string{"light", "dark", "contrast"}, settings.Theme) &&
		settings.Text >= 1 && settings.Text <= 2 && len(settings.Camera) <= wire.MaxText
	if !known {
		return ErrSettings
	}
	return d.do(ctx, func(s *state) error {
		err := s.d.vault.Update(func(tx *vault.Tx) error {
			if err := put(tx, vault.Settings, idFace, settings); err != nil {
				return err
			}
			return s.append(tx, actSettingsChanged, "", nil)
		})
		if err == nil {
			s.settings = settings
		}
		return err
	})
}
